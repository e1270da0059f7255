// A message that is being worked on, as far as it is in memory: its envelope and its progress, not its bytes.
import { createLane, type Lane } from '../store/lane.ts';
import type { EntryHead } from './entry.ts';
import type { Progress } from './progress.ts';

export interface ActiveMessage {
  readonly id: string;
  /** Its trail is left on the disk: nobody who delivers wants it. */
  readonly head: EntryHead;
  readonly progress: Progress;
  /** Keeps its records in order. */
  readonly lane: Lane;
  /** A record could not be kept: the file has to be written anew. */
  unwritten: boolean;
  /** Resolves when the message is ready for other servers; null: nobody has asked yet. */
  prepared: Promise<void> | null;
}

export const activeMessage = (id: string, head: EntryHead, progress: Progress): ActiveMessage => ({
  id,
  head,
  progress,
  lane: createLane(),
  unwritten: false,
  prepared: null,
});
