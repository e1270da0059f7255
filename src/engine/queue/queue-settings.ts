// What the queue is set to: life of a message, room, concurrency. Defaults are Postfix's; a configuration gives its own.
import type { ServerConfiguration } from '../../config/schema.ts';
import { MIB } from '../../core/units.ts';
import { DESTINATION_POLICY, type DestinationPolicy } from '../../pipeline/destination-window.ts';
import { QUEUE_LIFE, type QueueLifePolicy } from '../../pipeline/queue-life.ts';

export interface QueueParameters {
  readonly life: QueueLifePolicy;
  readonly destinations: DestinationPolicy;
  /** Time between two looks for messages whose time has come: queue_run_delay. */
  readonly runSeconds: number;
  /** Local deliveries at once. */
  readonly localConcurrency: number;
  /** Deliveries to other servers at once: default_process_limit. */
  readonly maxConnections: number;
  /** Messages being worked on, and their recipients: qmgr_message_active_limit, qmgr_message_recipient_limit. */
  readonly maxActive: number;
  /** Messages in all; beyond it new ones are deferred, so that memory is bounded [A]. */
  readonly maxMessages: number;
  /** Bytes of messages in memory for delivery [A]. */
  readonly maxDeliveryBytes: number;
  readonly recipientsPerTransaction: number;
}

export const QUEUE_PARAMETERS: QueueParameters = {
  life: QUEUE_LIFE,
  destinations: DESTINATION_POLICY,
  runSeconds: 300,
  localConcurrency: 5,
  maxConnections: 100,
  maxActive: 20_000,
  maxMessages: 1_000_000,
  maxDeliveryBytes: 256 * MIB,
  recipientsPerTransaction: 50,
};

/** What a configuration says. */
export function queueParameters({ queue, delivery }: Pick<ServerConfiguration, 'queue' | 'delivery'>): QueueParameters {
  const { minimalBackoffSeconds, maximalBackoffSeconds, lifetimeSeconds, bounceLifetimeSeconds } = queue;
  const { initialConcurrency, maxConcurrency } = delivery;
  return {
    ...QUEUE_PARAMETERS,
    life: {
      minimalBackoffSeconds,
      maximalBackoffSeconds,
      lifetimeSeconds,
      bounceLifetimeSeconds,
      delayWarningSeconds: queue.delayWarningSeconds === 0 ? null : queue.delayWarningSeconds,
    },
    destinations: { ...DESTINATION_POLICY, initialConcurrency, maxConcurrency, restSeconds: minimalBackoffSeconds },
    runSeconds: queue.runSeconds,
    localConcurrency: queue.deliveryConcurrency,
    maxConnections: delivery.maxConnections,
    maxActive: queue.maxActive,
    maxDeliveryBytes: queue.maxDeliveryBytes,
    recipientsPerTransaction: delivery.recipientsPerTransaction,
  };
}
