// Puts a message where the fates of its recipients say: mailboxes, quarantine, nowhere. Done again after a crash, it changes nothing.
import { addressKey } from '../../core/mail-address.ts';
import { dispositionOf } from '../../pipeline/disposition.ts';
import { rewrittenByMarks } from '../content/rewrite-message.ts';
import type { MailStore } from '../store/mail-store.ts';
import { deliveredMessage } from './delivered-message.ts';
import type { Entry } from './entry.ts';
import type { EnvelopeRecipient } from './envelope.ts';
import { deliveredTo, loopAnswer } from './mail-loop.ts';
import { noticeOf, type RecipientTemplates } from './notice.ts';
import { answer, type Outcome } from './outcome.ts';
import type { Spool } from './spool.ts';

export interface LocalDeliveryPorts {
  readonly store: MailStore;
  readonly spool: Pick<Spool, 'quarantine'>;
  /** Name of this server. */
  readonly hostname: string;
  /** What recipients are told of mail they do not get; the guide's texts by default. */
  readonly templates?: RecipientTemplates | undefined;
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** True for those who are served here: everybody but addresses of other servers that get the message. */
export const isLocal = ({ account, fate }: EnvelopeRecipient): boolean => account !== null || fate !== 'deliver';

const done = (text: string): Outcome => ({
  kind: 'delivered',
  to: 'mailbox',
  informs: false,
  answer: answer('2.0.0', text),
});

/** A fault of the disk says nothing of the recipient: it passes, or an administrator sees to it. */
function fault(error: unknown): Outcome {
  const { code = '' } = error as NodeJS.ErrnoException;
  const said = NO_ROOM.has(code)
    ? answer('4.3.1', 'no room')
    : answer('4.3.0', `cannot be stored now: ${String(error)}`);
  return { kind: 'deferred', answer: said };
}

/**
 * Never rejects: one recipient that fails does not hold the others.
 * @param indices recipients of the envelope
 * @returns what became of each
 */
export async function deliverLocally(
  { envelope, message }: Entry,
  indices: readonly number[],
  { store, spool, hostname, templates }: LocalDeliveryPorts,
): Promise<ReadonlyMap<number, Outcome>> {
  const before = deliveredTo(message);
  const put = async (account: string, name: string, bytes: Uint8Array, deliveryId: string): Promise<void> => {
    const mailbox = await store.create(account, name);
    await mailbox.append(bytes, { internalDateSeconds: envelope.receivedSeconds, deliveryId });
  };
  let quarantined: Promise<void> | null = null;
  const quarantine = (): Promise<void> => {
    const held = envelope.recipients.filter(({ fate }) => fate === 'quarantine');
    quarantined ??= spool.quarantine({ ...envelope, recipients: held }, message);
    return quarantined;
  };
  let rewritten: Promise<Buffer> | null = null;
  const toDeliver = (): Promise<Buffer> => {
    rewritten ??= rewrittenByMarks(message, envelope.marks);
    return rewritten;
  };
  const serve = async (recipient: EnvelopeRecipient): Promise<Outcome> => {
    const { address, account, fate, notify } = recipient;
    if (fate === 'quarantine') await quarantine();
    if (fate !== 'deliver') {
      const notice = `${envelope.id} ${account} ${fate} notice`;
      if (notify && account !== null)
        await put(account, 'INBOX', noticeOf(envelope, recipient, message, hostname, templates), notice);
      return done(fate === 'quarantine' ? 'kept in quarantine' : 'discarded');
    }
    if (account === null) throw new Error(`${address} is another server's`);
    if (before.has(addressKey(address))) return { kind: 'failed', answer: loopAnswer(address) };
    const { mailbox } = dispositionOf(envelope.marks);
    const text = deliveredMessage(envelope, await toDeliver(), hostname, address);
    await put(account, mailbox, text, `${envelope.id} ${account}`);
    return done('delivered to mailbox');
  };

  // Two addresses of one account get one copy.
  const copies = new Map<string, Promise<Outcome>>();
  const outcomes = new Map<number, Outcome>();
  for (const index of indices) {
    const recipient = envelope.recipients[index];
    if (recipient === undefined) continue;
    const key = `${recipient.account}\n${recipient.fate}`;
    // One after the other: a message to a thousand accounts must not have a thousand files open.
    const copy = copies.get(key) ?? serve(recipient).catch(fault);
    copies.set(key, copy);
    outcomes.set(index, await copy);
  }
  return outcomes;
}
