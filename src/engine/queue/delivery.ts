// One delivery: puts a message where each of its recipients' fates says. Done again after a crash, it changes nothing.
import { dispositionOf } from '../../pipeline/disposition.ts';
import type { MailStore } from '../store/mail-store.ts';
import { deliveredMessage } from './delivered-message.ts';
import type { Entry } from './entry.ts';
import type { Envelope } from './envelope.ts';
import { noticeOf } from './notice.ts';
import type { Spool } from './spool.ts';

interface DeliveryPorts {
  readonly store: MailStore;
  readonly spool: Pick<Spool, 'quarantine'>;
  /** Name of this server. */
  readonly hostname: string;
}

/** Two addresses of one account get one copy. */
const oncePerAccount = ({ recipients }: Envelope): Envelope['recipients'] => [
  ...new Map(recipients.map((recipient) => [`${recipient.account}\n${recipient.fate}`, recipient])).values(),
];

/** Rejects when something could not be stored; what was stored stays and is not stored again. */
export async function deliver({ envelope, message }: Entry, { store, spool, hostname }: DeliveryPorts): Promise<void> {
  const put = async (account: string, name: string, bytes: Uint8Array, deliveryId: string): Promise<void> => {
    const mailbox = await store.create(account, name);
    await mailbox.append(bytes, { internalDateSeconds: envelope.receivedSeconds, deliveryId });
  };
  const held = envelope.recipients.filter(({ fate }) => fate === 'quarantine');
  if (held.length > 0) await spool.quarantine({ ...envelope, recipients: held }, message);
  let delivered: Buffer | null = null;
  for (const recipient of oncePerAccount(envelope)) {
    const { account, fate, notify } = recipient;
    if (account === null) throw new Error(`${recipient.address}: mail to other servers is not sent yet`);
    if (fate === 'deliver') {
      delivered ??= deliveredMessage(envelope, message, hostname);
      await put(account, dispositionOf(envelope.marks).mailbox, delivered, `${envelope.id} ${account}`);
    } else if (notify) {
      await put(account, 'INBOX', noticeOf(envelope, recipient, hostname), `${envelope.id} ${account} ${fate} notice`);
    }
  }
}
