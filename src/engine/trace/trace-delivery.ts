// One attempt to deliver a message, measured: how long, and what became of the recipients that were tried.
import type { ActiveMessage } from '../queue/active-message.ts';
import type { Tracer } from './tracer.ts';

/** @param now seconds since 1970. @param due recipients that are tried, by index */
export async function tracedDelivery(
  { id, head, progress }: Pick<ActiveMessage, 'id' | 'head' | 'progress'>,
  due: readonly number[],
  tracer: Tracer,
  now: () => number,
  attempt: () => Promise<void>,
): Promise<void> {
  if (!tracer.on || due.length === 0) return attempt();
  const begun = tracer.begin();
  try {
    await attempt();
  } finally {
    const fates = due.map((index) => progress.recipients[index]?.fate ?? 'waiting');
    tracer.record({
      kind: 'delivery',
      id,
      bytes: head.sizeBytes,
      ageSeconds: now() - head.envelope.receivedSeconds,
      ...tracer.end(begun),
      delivered: fates.filter((fate) => fate === 'delivered').length,
      deferred: fates.filter((fate) => fate === 'waiting').length,
      failed: fates.filter((fate) => fate === 'failed').length,
    });
  }
}
