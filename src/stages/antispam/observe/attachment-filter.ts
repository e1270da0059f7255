// Which attachment filter a message meets (row 9.3): by the ends of file names, and by media types.
import type { MimePart } from '../../../engine/mime/mime-structure.ts';
import { partsOf } from '../../observe/received-message.ts';
import { leavesOf } from './message-leaves.ts';
import { messageView } from './message-view.ts';

const MAX_PARTS = 1000;

/** Windows leaves blanks and dots at the end of a name out. */
const plainName = (name: string): string => name.toLowerCase().replace(/[\s.]{1,100}$/, '');

function hasType({ type }: MimePart, wanted: string): boolean {
  const [main, sub] = wanted.split('/');
  return type.type === main && (sub === '*' || type.subtype === sub);
}

/** The first file type of the list that an attachment has; null: none has any. */
export function matchedAttachment(fileTypes: readonly string[], message: Uint8Array): string | null {
  if (fileTypes.length === 0) return null;
  const names = messageView(message).fileNames.slice(0, MAX_PARTS).map(plainName);
  const { root } = partsOf(message);
  // The text of a message is no attachment, whatever is filtered.
  const parts = leavesOf(root, MAX_PARTS).filter(({ type }) => type.type !== 'text');
  const matches = (wanted: string): boolean =>
    wanted.includes('/')
      ? parts.some((part) => hasType(part, wanted))
      : names.some((name) => name.endsWith(`.${wanted}`));
  return fileTypes.find(matches) ?? null;
}
