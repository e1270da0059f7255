// What one rule looks for, from the text behind its name. A text as the result is why it cannot be used.
import type { CfLine } from './cf-lines.ts';
import { parseMeta } from './cf-meta.ts';
import { cfPattern } from './cf-pattern.ts';
import type { CfTest } from './cf-rule.ts';

export const CF_TEST_KINDS = ['header', 'body', 'rawbody', 'uri', 'full', 'mimeheader', 'meta'] as const;
export type CfTestKind = (typeof CF_TEST_KINDS)[number];

/** A line that defines a rule. */
export interface CfDefinition extends CfLine {
  readonly key: CfTestKind;
  readonly rule: string;
  /** What stands behind the name of the rule. */
  readonly test: string;
}

const MODIFIERS = /^(?:raw|addr|name|host|domain|ip|revip|first|last)$/;
const UNSUPPORTED_MODIFIERS = /^(?:host|domain)$/;

function headerTest(definition: CfDefinition, rewrite: (body: string) => string): CfTest | string {
  const existing = /^exists:([\w.-]+):?$/.exec(definition.test)?.[1];
  if (existing !== undefined) return { kind: 'exists', header: existing };
  const [, header = '', operator, rest = ''] =
    /^([\w.-]+(?::[a-z]+){0,3}):?\s*([=!]~)\s*([\s\S]+)$/i.exec(definition.test) ?? [];
  if (operator === undefined) return 'neither an expression nor exists:';
  const modifiers = header.split(':').slice(1);
  const odd = modifiers.find((modifier) => !MODIFIERS.test(modifier) || UNSUPPORTED_MODIFIERS.test(modifier));
  if (odd !== undefined) return `the modifier :${odd}`;
  const unset = /\s+\[if-unset:\s+(.+)\]$/.exec(rest);
  const pattern = cfPattern(unset ? rest.slice(0, unset.index) : rest, rewrite);
  if (typeof pattern === 'string') return pattern;
  const kind = definition.key === 'mimeheader' ? 'mimeHeader' : 'header';
  return { kind, header, pattern, negated: operator === '!~', ifUnset: unset?.[1] ?? null };
}

const EVAL = /^(?:eval|rbleval|rbltxteval):(\w+)/;

/** @param flags of the rule, from its tflags. @param rewrite fills in tags where the rule asks for it */
export function cfTest(
  definition: CfDefinition,
  flags: ReadonlySet<string>,
  rewrite: (body: string) => string,
): CfTest | string {
  const { key, test } = definition;
  const code = EVAL.exec(test)?.[1];
  if (code !== undefined) return `asks the program code ${code}()`;
  if (key === 'meta') {
    if (/\brules_matching\s*\(/.test(test)) return 'asks rules_matching()';
    const expression = parseMeta(test);
    return expression === null ? 'an expression that cannot be read' : { kind: 'meta', expression };
  }
  if (key === 'header' || key === 'mimeheader') return headerTest(definition, rewrite);
  const pattern = cfPattern(test, rewrite);
  if (typeof pattern === 'string') return pattern;
  return { kind: 'text', where: key, pattern, noSubject: flags.has('nosubject') };
}
