// The sections of a message that rules name (row 9.14), as texts; made once a message, however many rules ask.
import type { Subject } from '../../../pipeline/observation.ts';
import type { MessageView } from '../../antispam/observe/message-view.ts';
import type { McpRule } from '../stage.ts';
import { type RuleText, ruleText } from './rule-text.ts';

/** A file name as a person takes it: without the characters that hide its end or turn its direction, without folders in front. */
const withoutTricks = (name: string): string => name.replace(/[\p{Cc}\p{Cf}]/gu, '').replace(/^.*[/\\]/, '');

function sectionOf(
  target: McpRule['target'],
  header: string | null,
  view: MessageView,
  { sender, recipients = [] }: Subject,
): readonly string[] {
  switch (target) {
    case 'subject':
      return view.fields('subject');
    case 'contents':
      return [[...view.fields('subject'), view.text].join('\n')];
    case 'sender':
      return [sender ?? '', ...view.fields('from'), ...view.fields('sender')];
    case 'receiver':
      return [...recipients, ...['to', 'cc', 'bcc'].flatMap((name) => view.fields(name))];
    case 'header':
      return header === null ? [] : view.fields(header);
    case 'attachmentName':
      return view.fileNames.map(withoutTricks);
  }
}

export function ruleTexts(
  view: MessageView,
  subject: Subject,
): (target: McpRule['target'], header: string | null) => readonly RuleText[] {
  const made = new Map<string, readonly RuleText[]>();
  return (target, header) => {
    const key = `${target} ${header ?? ''}`;
    const known = made.get(key);
    if (known) return known;
    const texts = sectionOf(target, header, view, subject).map(ruleText);
    made.set(key, texts);
    return texts;
  };
}
