// A message that was read whole and without faults: judged, counted, and given to the queue. Knows no sockets and no commands.
import type { Origin } from '../../pipeline/origin.ts';
import type { Mark, Refusal, Verdict } from '../../pipeline/verdict.ts';
import { readHeader } from '../mime/header-fields.ts';
import { forwardedCopies } from '../notices/forwarded-copies.ts';
import type { Envelope } from '../queue/envelope.ts';
import type { SessionTrace } from '../trace/session-trace.ts';
import type { Role } from './access-policy.ts';
import { MAX_HEADER_FIELD_BYTES, MAX_HEADER_FIELDS } from './limits.ts';
import { type Reply, refusalReply, reply } from './reply.ts';
import type { SmtpServices } from './services.ts';
import { DELIVER, handlingOf, isDropped, settledRecipients, type Transaction } from './transaction.ts';

/** Who sends it. */
interface Sender {
  readonly address: string;
  readonly helo: string;
  readonly extended: boolean;
  readonly secure: boolean;
  readonly role: Role;
  readonly account: string | null;
  readonly origin: Origin;
}

interface Acceptance {
  readonly services: SmtpServices;
  readonly client: Sender;
  readonly transaction: Transaction;
  /** Walks phase `data`; its marks are there when it has answered. */
  readonly judge: (message: Buffer, id: string) => Promise<Verdict>;
  readonly marks: () => readonly Mark[];
  readonly trace: Pick<SessionTrace, 'kept'>;
}

const isRefusal = (verdict: Verdict): verdict is Refusal => verdict.kind === 'defer' || verdict.kind === 'reject';

/** What is wrong with the header, by row 7.1 and by the bounds on what the filters have to read. */
function headerFault(message: Buffer, maxHops: number): Reply | null {
  const { fields } = readHeader(message, 0, message.length, MAX_HEADER_FIELDS);
  if (fields.filter(({ name }) => name === 'received').length > maxHops)
    return reply(554, '5.4.6', 'Too many hops: the message is in a loop');
  if (fields.length === MAX_HEADER_FIELDS) return reply(554, '5.6.0', 'Too many header fields');
  if (fields.some(({ start, end }) => end - start > MAX_HEADER_FIELD_BYTES))
    return reply(554, '5.6.0', 'A header field is too long');
  return null;
}

/** @returns what the client hears; a 250 only when the message is durable */
export async function acceptMessage(message: Buffer, acceptance: Acceptance): Promise<Reply> {
  const { services, client, transaction } = acceptance;
  const { domains, limits, policy } = services;
  const fault = headerFault(message, limits.maxHops);
  if (fault !== null) return fault;
  const sending = { origin: client.origin, account: client.account, sender: transaction.sender };
  const admission = domains?.admit(sending, message, policy.ports.now()) ?? null;
  if (admission?.kind === 'refused') return refusalReply(admission.verdict);
  let taken = false;
  try {
    const answer = await judgeAndKeep(message, acceptance, sending);
    taken = answer.code === 250;
    return answer;
  } finally {
    if (!taken) admission?.release();
  }
}

async function judgeAndKeep(
  message: Buffer,
  { services, client, transaction, judge, marks, trace }: Acceptance,
  sending: { readonly origin: Origin; readonly account: string | null; readonly sender: string },
): Promise<Reply> {
  const { queue, policy, domains } = services;
  const receivedSeconds = policy.ports.now();
  const id = queue.newId(receivedSeconds);
  let outcome = DELIVER;
  if (!settledRecipients(transaction, DELIVER).every(isDropped)) {
    const verdict = await judge(message, id);
    if (isRefusal(verdict)) return refusalReply(verdict);
    outcome = handlingOf(verdict);
  }
  const accepted = settledRecipients(transaction, outcome);
  const expanded = domains?.envelope(sending, accepted) ?? plainEnvelope(accepted);
  // Whoever neither gets the message nor hears of it needs no place in the queue.
  const recipients = expanded.filter(({ fate, notify }) => fate !== 'discard' || notify);
  recipients.push(...forwardedCopies(marks(), recipients, services.directory));
  const { address, helo, extended, secure, role, account, origin } = client;
  const kept = recipients.length;
  policy.log('smtp.accepted', { id, client: address, role, secure, account, kept, discarded: kept === 0 });
  if (recipients.length > 0) {
    const { sender, body, smtputf8, dsn, trail } = transaction;
    const envelope: Envelope = {
      version: 1,
      id,
      receivedSeconds,
      client: { address, helo, extended },
      sender,
      recipients,
      marks: [...marks()],
      trail,
      origin,
      account,
      role,
      secure,
      body,
      smtputf8,
      ...(dsn && { dsn }),
    };
    const outgoing = domains?.outgoing(sending, id, message, accepted) ?? message;
    const submission = await trace.kept(id, () => queue.submit(envelope, outgoing));
    if (submission.kind === 'failed')
      return submission.full
        ? reply(452, '4.3.1', 'No room for the message now, try again later')
        : reply(451, '4.3.0', 'Cannot keep the message now, try again later');
  }
  if (outcome.fate !== 'deliver') {
    const blocked = { id, receivedSeconds, sender: transaction.sender, marks: marks(), trail: transaction.trail };
    const to = accepted.map((recipient) => recipient.address);
    await services.notices?.tell({ ...blocked, account, origin, fate: outcome.fate, recipients: to }, message);
  }
  return reply(250, '2.0.0', `Ok: queued as ${id}`);
}

/** One entry for each place a recipient's mail goes to. */
const plainEnvelope = (recipients: ReturnType<typeof settledRecipients>): Envelope['recipients'] =>
  recipients.flatMap(({ address: original, targets, fate, notify, dsn }) =>
    targets.map(({ address, account }) => ({ address, account, original, fate, notify, ...(dsn && { dsn }) })),
  );
