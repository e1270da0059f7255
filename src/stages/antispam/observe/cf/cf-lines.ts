// The lines of SpamAssassin's files as settings: comments taken off, blocks of if, ifplugin, else, endif followed.
import { cfCondition } from './cf-condition.ts';
import type { CfFile, CfProblem } from './cf-problem.ts';

export interface CfLine {
  readonly file: string;
  readonly line: number;
  /** Lower case, dashes as underscores. */
  readonly key: string;
  readonly value: string;
}

interface Block {
  readonly condition: string;
  readonly line: number;
  /** Lines around the block count. */
  readonly around: boolean;
  /** Lines of this branch count. */
  taken: boolean;
}

/** Messages of other languages: `lang de describe ...`. */
const LANGUAGE = /^lang\s+(\S+)\s+/;
const OURS = /^en/i;
const BLANK = /^\s+|\s+$/g;

const withoutComment = (line: string): string =>
  line.includes('#') ? line.replace(/(?<!\\)#.*$/, '').replace(/\\#/g, '#') : line;

/** Lines that count, in order. @param complain told of every line that does not, and of blocks that are not closed */
export function* cfLines({ name: file, text }: CfFile, complain: (problem: CfProblem) => void): Generator<CfLine> {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);

  const problem = (line: number, kind: CfProblem['kind'], what: string, why: string) =>
    complain({ file, line, kind, what, why });
  for (const [index, written] of lines.entries()) {
    const line = index + 1;
    const setting = withoutComment(written).replace(BLANK, '');
    if (setting === '') continue;
    const language = LANGUAGE.exec(setting)?.[1];
    if (language !== undefined && !OURS.test(language)) {
      problem(line, 'noEffect', `lang ${language}`, 'texts of other languages are not shown');
      continue;
    }
    const [, word = '', value = ''] = /^(\S+)\s*([\s\S]*)$/.exec(setting.replace(LANGUAGE, '')) ?? [];
    const key = word.toLowerCase().replaceAll('-', '_');
    const block = blocks.at(-1);
    const counts = block === undefined || block.taken;
    if (key === 'if' || key === 'ifplugin') {
      const condition = key === 'ifplugin' ? `plugin(${value})` : value;
      const holds = cfCondition(condition);
      if (holds === null && counts) problem(line, 'wrong', key, `a condition that cannot be read: ${value}`);
      blocks.push({ condition: setting, line, around: counts, taken: counts && holds === true });
    } else if (key === 'else' || key === 'endif') {
      if (block === undefined) problem(line, 'wrong', key, 'no if stands before it');
      else if (key === 'endif') blocks.pop();
      else block.taken = block.around && !block.taken;
    } else if (!counts) {
      problem(line, 'skipped', `${key} ${value.split(/\s/, 1)[0] ?? ''}`.trim(), `within ${block.condition}`);
    } else {
      yield { file, line, key, value };
    }
  }
  for (const { line, condition } of blocks) problem(line, 'wrong', condition, 'a block that is not closed');
}
