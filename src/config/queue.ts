// Row 10.4: how long mail waits, how often it is tried, how much is worked on at once. Defaults are Postfix's.
import { z } from 'zod';
import { DAY_SECONDS, MIB } from '../core/units.ts';
import { QUEUE_LIFE } from '../pipeline/queue-life.ts';

const seconds = (least: number, standard: number) =>
  z
    .number()
    .min(least)
    .max(100 * DAY_SECONDS)
    .default(standard);

export const queueSettings = z
  .strictObject({
    deliveryConcurrency: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe('Local deliveries at once: default_destination_concurrency_limit of Postfix.'),
    maxInFlightBytes: z
      .number()
      .int()
      .min(MIB)
      .max(65_536 * MIB)
      .default(256 * MIB)
      .describe('Bytes of messages being received at once; beyond it senders are deferred.'),
    maxDeliveryBytes: z
      .number()
      .int()
      .min(MIB)
      .max(65_536 * MIB)
      .default(256 * MIB)
      .describe('Bytes of messages being delivered at once; beyond it deliveries wait for each other.'),
    maxActive: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(20_000)
      .describe('Messages, and their recipients, that are worked on at once: qmgr_message_active_limit of Postfix.'),
    runSeconds: seconds(1, 300).describe('Time between two looks for messages whose time has come: queue_run_delay.'),
    minimalBackoffSeconds: seconds(1, QUEUE_LIFE.minimalBackoffSeconds).describe(
      'Shortest time until a failed delivery is tried again; it grows with the age of the message.',
    ),
    maximalBackoffSeconds: seconds(1, QUEUE_LIFE.maximalBackoffSeconds).describe(
      'Longest time until a failed delivery is tried again.',
    ),
    lifetimeSeconds: seconds(0, QUEUE_LIFE.lifetimeSeconds).describe(
      'Age at which a message goes back to its sender: five days (row 10.4); 0: after one try.',
    ),
    bounceLifetimeSeconds: seconds(0, QUEUE_LIFE.bounceLifetimeSeconds).describe(
      'The same for reports, which have no sender that could be told.',
    ),
    delayWarningSeconds: seconds(0, 0).describe(
      'Age at which the sender hears that the message still waits; 0: never, as in Postfix.',
    ),
  })
  .refine(({ minimalBackoffSeconds, maximalBackoffSeconds }) => minimalBackoffSeconds <= maximalBackoffSeconds, {
    path: ['maximalBackoffSeconds'],
    error: 'at least minimalBackoffSeconds',
  });
