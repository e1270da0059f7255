// One try of one message: to mailboxes here and to other servers, all at the same time. What succeeded is written down at once, so that
// a crash does not deliver it again; the rest is concluded by the caller.
import { addressKey } from '../../core/mail-address.ts';
import { rewrittenByMarks } from '../content/rewrite-message.ts';
import { withoutFalseResults } from '../dkim/false-results.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Relay, RelayResult } from '../relay/relay.ts';
import type { WorkGate } from '../work-gate.ts';
import type { ActiveMessage } from './active-message.ts';
import type { ByteGate } from './byte-gate.ts';
import { outgoingContent, outgoingMessage } from './delivered-message.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Entry } from './entry.ts';
import type { Envelope } from './envelope.ts';
import { deliverLocally, isLocal, type LocalDeliveryPorts } from './local-delivery.ts';
import { deliveredTo, loopAnswer } from './mail-loop.ts';
import { type Answer, answer, type Outcome } from './outcome.ts';
import type { ProgressStore } from './progress-store.ts';
import { type RemoteGroup, remoteGroups } from './remote-groups.ts';
import { planReports } from './report/plan-reports.ts';
import type { Spool } from './spool.ts';

/**
 * Last change to a message before it leaves for other servers, such as a signature. Asked before the first delivery, and never again
 * once it has changed something.
 * @param message with the header lines of its marks, without trace fields
 * @returns the message to send; the same buffer leaves it as it is
 */
export type PrepareOutgoing = (envelope: Envelope, message: Buffer) => Promise<Buffer>;

export interface AttemptPorts extends LocalDeliveryPorts {
  readonly spool: Spool;
  readonly progress: ProgressStore;
  readonly relay: Relay;
  readonly dispatcher: Dispatcher;
  /** Bounds local deliveries. */
  readonly local: WorkGate;
  /** Bounds the messages in memory. */
  readonly bytes: ByteGate;
  readonly prepareOutgoing: PrepareOutgoing | null;
  readonly recipientsPerTransaction: number;
  readonly log: EventLog;
}

const UNPREPARED = answer('4.3.0', 'the message cannot be prepared for other servers now');

/** Every recipient has it and nobody wants to hear of that: the message goes, and nothing has to be written down. */
const isDone = ({ head, progress }: ActiveMessage): boolean =>
  progress.recipients.every(({ fate }) => fate === 'delivered') &&
  planReports(head.envelope, progress.recipients).reports.length === 0;

async function note(
  message: ActiveMessage,
  outcomes: ReadonlyMap<number, Outcome>,
  { progress, log }: AttemptPorts,
): Promise<void> {
  const { id, head } = message;
  for (const [index, outcome] of outcomes) {
    message.progress.note(index, outcome);
    const { status, text, host } = outcome.answer;
    const recipient = head.envelope.recipients[index]?.address ?? '';
    log(`delivery.${outcome.kind}`, { id, recipient, host, status, text });
  }
  // A mailbox knows what it was given; another server would get it twice.
  const relayed = [...outcomes.values()].some((outcome) => outcome.kind === 'delivered' && outcome.to === 'server');
  if (!relayed || message.unwritten || isDone(message)) return;
  try {
    await message.lane(() => progress.append(id, message.progress.record(), true));
  } catch (error) {
    message.unwritten = true;
    log('queue.unwritten', { id, error: String(error) });
  }
}

async function deliverHere(message: ActiveMessage, indices: readonly number[], ports: AttemptPorts): Promise<void> {
  const { id, head } = message;
  await ports.local.run(() =>
    ports.bytes.run(2 * head.sizeBytes, async () => {
      const entry = await ports.spool.read(id);
      if (entry !== null) await note(message, await deliverLocally(entry, indices, ports), ports);
    }),
  );
}

/** The message but for its trace, as `prepareOutgoing` made it. */
async function contentFor(message: ActiveMessage, entry: Entry, ports: AttemptPorts): Promise<Buffer> {
  const { spool, prepareOutgoing } = ports;
  const rewritten = await rewrittenByMarks(entry.message, entry.envelope.marks);
  const plain = outgoingContent(entry.envelope, withoutFalseResults(rewritten, ports.hostname));
  if (prepareOutgoing === null) return plain;
  const prepare = async (): Promise<void> => {
    if ((await spool.readOutgoing(message.id)) !== null) return;
    const prepared = await prepareOutgoing(entry.envelope, plain);
    // What is left as it was need not be kept.
    if (prepared !== plain) await spool.keepOutgoing(message.id, prepared);
  };
  message.prepared ??= prepare();
  await message.prepared;
  return (await spool.readOutgoing(message.id)) ?? plain;
}

async function relayGroup(
  message: ActiveMessage,
  { hop, forwardedFrom, indices }: RemoteGroup,
  ports: AttemptPorts,
): Promise<RelayResult> {
  const everybody = (outcome: Outcome): RelayResult => ({ outcomes: indices.map(() => outcome), unreachable: null });
  let entry: Entry | null;
  let content: Buffer;
  try {
    entry = await ports.spool.read(message.id);
    if (entry === null) return everybody({ kind: 'deferred', answer: answer('4.3.0', 'the message is damaged') });
    if (forwardedFrom !== null && deliveredTo(entry.message).has(addressKey(forwardedFrom)))
      return everybody({ kind: 'failed', answer: loopAnswer(forwardedFrom) });
    content = await contentFor(message, entry, ports);
  } catch (error) {
    ports.log('queue.unprepared', { id: message.id, error: String(error) });
    return everybody({ kind: 'deferred', answer: UNPREPARED });
  }
  const { envelope } = entry;
  const recipients = indices.flatMap((index) => {
    const recipient = envelope.recipients[index];
    return recipient === undefined ? [] : [{ address: recipient.address, dsn: recipient.dsn ?? null }];
  });
  return ports.relay.deliver(hop, {
    sender: envelope.sender,
    smtputf8: envelope.smtputf8 ?? false,
    dsn: envelope.dsn ?? null,
    recipients,
    message: outgoingMessage(envelope, content, ports.hostname, forwardedFrom),
  });
}

async function deliverThere(message: ActiveMessage, group: RemoteGroup, ports: AttemptPorts): Promise<void> {
  const { id, head } = message;
  const turn = await ports.dispatcher.run(group.destination, id, async () => {
    const result = await ports.bytes.run(3 * head.sizeBytes, () => relayGroup(message, group, ports));
    const outcomes = new Map(
      group.indices.flatMap((index, nth) => {
        const outcome = result.outcomes[nth];
        return outcome === undefined ? [] : [[index, outcome] as const];
      }),
    );
    await note(message, outcomes, ports);
    return result;
  });
  if (turn.kind === 'resting') await note(message, deferredAll(group.indices, turn.answer), ports);
}

const deferredAll = (indices: readonly number[], said: Answer): Map<number, Outcome> =>
  new Map(indices.map((index) => [index, { kind: 'deferred', answer: said }]));

/**
 * Resolves when nothing of the message runs any more. Rejects for bugs only.
 * @param due recipients of the envelope that are to be tried
 */
export async function attemptDelivery(
  message: ActiveMessage,
  due: readonly number[],
  ports: AttemptPorts,
): Promise<void> {
  const { envelope } = message.head;
  const here = due.filter((index) => isLocal(envelope.recipients[index]!));
  const there = due.filter((index) => !isLocal(envelope.recipients[index]!));
  const groups = remoteGroups(envelope, there, ports.relay.nextHop, ports.recipientsPerTransaction);
  await Promise.all([
    ...(here.length > 0 ? [deliverHere(message, here, ports)] : []),
    ...groups.map((group) => deliverThere(message, group, ports)),
  ]);
}
