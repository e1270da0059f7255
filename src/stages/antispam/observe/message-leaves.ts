// The parts of a message that hold content, in their order. Parts of messages within are not this message's.
import type { MimePart } from '../../../engine/mime/mime-structure.ts';

/** @param most leaves, at most; of each multipart too */
export function leavesOf(root: MimePart, most: number): MimePart[] {
  const leaves: MimePart[] = [];
  const waiting = [root];
  for (let part = waiting.pop(); part && leaves.length < most; part = waiting.pop()) {
    if (part.children.length > 0) waiting.push(...part.children.slice(0, most).reverse());
    else leaves.push(part);
  }
  return leaves;
}
