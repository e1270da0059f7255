// Delivery to other servers: one group of recipients of one destination, over its servers until one takes the message.
import { type Answer, answer, type Outcome, refusal } from '../queue/outcome.ts';
import { type FindServersPorts, findServers, type ServerAddress } from './find-servers.ts';
import type { FindNextHop, NextHop } from './next-hop.ts';
import { type MessageNeeds, needsOf, type OutgoingMail } from './outgoing.ts';
import { openSession, type SessionPorts } from './session.ts';
import { transact } from './transaction.ts';

export interface RelayResult {
  /** One for each recipient, in their order. */
  readonly outcomes: readonly Outcome[];
  /** What is wrong with the destination as a whole; null when it talked to us, whatever it said of the mail. */
  readonly unreachable: Answer | null;
}

export interface Relay {
  readonly nextHop: FindNextHop;
  /** Never rejects for what the network or another server does. */
  deliver(hop: NextHop, mail: OutgoingMail): Promise<RelayResult>;
}

export type RelayPorts = FindServersPorts & SessionPorts & { readonly nextHop: FindNextHop };

/** Sessions opened for one delivery: Postfix's smtp_mx_session_limit. */
const MAX_SESSIONS = 2;

type Attempt =
  | { readonly kind: 'refused'; readonly answer: Answer }
  | { readonly kind: 'told'; readonly outcomes: readonly Outcome[]; readonly more: boolean };

/** One server. TLS that was offered, not demanded, and failed is left out at a second connection, as Postfix does. */
async function attempt(
  { name, address }: ServerAddress,
  hop: NextHop,
  mail: OutgoingMail,
  needs: MessageNeeds,
  ports: SessionPorts,
): Promise<Attempt> {
  const server = {
    name,
    address,
    port: hop.port,
    tls: hop.tls,
    verifyCertificate: hop.verifyCertificate,
    login: hop.login,
  };
  let opened = await openSession(server, ports);
  if (opened.kind === 'failed' && opened.plainMayHelp) opened = await openSession({ ...server, tls: 'none' }, ports);
  if (opened.kind === 'failed') return { kind: 'refused', answer: opened.answer };
  const { outcomes, mayTryElsewhere } = await transact(mail, needs, opened.session, ports.timeouts);
  await opened.session.conversation.quit();
  return { kind: 'told', outcomes, more: mayTryElsewhere };
}

export function createRelay(ports: RelayPorts): Relay {
  return {
    nextHop: ports.nextHop,
    async deliver(hop, mail) {
      const found = await findServers(hop, ports);
      if (found.kind === 'none') {
        // A domain without mail says nothing about the next one; name servers that do not answer do.
        const unreachable = found.answer.status.startsWith('4') ? found.answer : null;
        return { outcomes: mail.recipients.map(() => refusal(found.answer)), unreachable };
      }
      const needs = needsOf(mail);
      const outcomes: Outcome[] = mail.recipients.map(() => refusal(answer('4.4.0', 'not tried')));
      let left = outcomes.map((_, index) => index);
      let sessions = 0;
      let unreachable: Answer | null = null;
      for (const server of found.servers) {
        const recipients = left.flatMap((index) => mail.recipients[index] ?? []);
        const tried = await attempt(server, hop, { ...mail, recipients }, needs, ports);
        if (tried.kind === 'refused') {
          // What a server said of the recipients outweighs that the next one does not talk.
          if (sessions > 0) continue;
          const forGood = tried.answer.status.startsWith('5');
          for (const index of left) outcomes[index] = refusal(tried.answer);
          unreachable = forGood ? null : tried.answer;
          if (forGood) break;
          continue;
        }
        sessions += 1;
        unreachable = null;
        for (const [nth, index] of left.entries()) outcomes[index] = tried.outcomes[nth] ?? outcomes[index]!;
        left = left.filter((index) => outcomes[index]?.kind === 'deferred');
        if (left.length === 0 || !tried.more || sessions === MAX_SESSIONS) break;
      }
      return { outcomes, unreachable };
    },
  };
}
