// How deep the server sits, in one sentence: the words of the load line.
import { percent } from './percent.ts';
import { times } from './times.ts';

export interface Load {
  /** Title of the busiest resource. */
  readonly title: string;
  /** Its utilisation in the busiest hour, and the one that should not be exceeded; 0..1. */
  readonly utilisation: number;
  readonly ceiling: number;
}

export function loadSentence({ title, utilisation, ceiling }: Load): string {
  if (utilisation === 0) return 'No mail, no load: nothing on this server is busy.';
  const busy = `${title}: ${percent(utilisation)} busy in the busiest hour`;
  const headroom = ceiling / utilisation;
  if (utilisation > 1)
    return `${busy}: more than there is. Only ${percent(1 / utilisation)} of the mail can be carried.`;
  if (utilisation > ceiling) return `${busy}, above the load line at ${percent(ceiling)}.`;
  return `${busy}, the load line is at ${percent(ceiling)}: ${times(headroom)} this mail load would reach it.`;
}
