// The form of a fact.
import type { MessageView } from '../message-view.ts';

/** What is known beside the message. */
export interface FactContext {
  readonly helo: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** True or false of a message; never failing. */
export type Fact = (view: MessageView, context: FactContext) => boolean;
