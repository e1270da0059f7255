// One mail transaction with another server (RFC 5321 section 3.3): MAIL, RCPT for each, DATA. Every recipient gets an answer of its own.
import { type Answer, answer, type Outcome, refusal } from '../queue/outcome.ts';
import type { Heard } from './conversation.ts';
import { asciiIfPossible, incapable, type MessageNeeds, needsUtf8, type OutgoingMail, unsayable } from './outgoing.ts';
import { isPositive, replyLine } from './server-reply.ts';
import type { Session } from './session.ts';
import type { RelayTimeouts } from './timeouts.ts';
import { wireBlocks } from './wire-message.ts';

/** `mayTryElsewhere`: another server of the same destination may take what this one has deferred. */
export interface TransactionResult {
  /** One for each recipient, in their order. */
  readonly outcomes: readonly Outcome[];
  readonly mayTryElsewhere: boolean;
}

const RET = { full: 'FULL', headers: 'HDRS' } as const;
const CUT = 'connection lost while sending the message';

/** A value that cannot leave its place in a command. */
const isWord = (value: string | null | undefined): boolean => /^[!-~]{1,500}$/.test(value ?? '');

function mailCommand(mail: OutgoingMail, needs: MessageNeeds, utf8: boolean, { extensions }: Session): string {
  const { sender, dsn, message } = mail;
  const words = [`MAIL FROM:<${asciiIfPossible(sender)}>`];
  if (extensions.has('SIZE')) words.push(`SIZE=${message.length}`);
  if (needs.eightBit) words.push('BODY=8BITMIME');
  if (utf8) words.push('SMTPUTF8');
  if (extensions.has('DSN') && dsn?.ret) words.push(`RET=${RET[dsn.ret]}`);
  if (extensions.has('DSN') && isWord(dsn?.envid)) words.push(`ENVID=${dsn?.envid}`);
  return words.join(' ');
}

function rcptCommand({ address, dsn }: OutgoingMail['recipients'][number], { extensions }: Session): string {
  const words = [`RCPT TO:<${asciiIfPossible(address)}>`];
  if (extensions.has('DSN') && dsn?.notify) words.push(`NOTIFY=${dsn.notify.join(',').toUpperCase() || 'NEVER'}`);
  if (extensions.has('DSN') && isWord(dsn?.orcpt)) words.push(`ORCPT=${dsn?.orcpt}`);
  return words.join(' ');
}

/** What a reply that is no consent, or a loss, means for a recipient. @param tooManyIsPassing section 4.5.3.1.10: 552 to RCPT is 452 */
function saidOf(heard: Heard, host: string, command: string, tooManyIsPassing = false): Answer {
  if (heard.kind === 'loss') return answer('4.4.2', `${heard.text} at ${command}`, host);
  const text = `${replyLine(heard)} (in reply to ${command})`;
  if (tooManyIsPassing && heard.code === 552) return answer('4.5.3', text, host);
  // 2xx or 3xx where the other was due: a server that we do not understand must not be believed.
  return answer(heard.code < 400 ? '4.5.0' : heard.status, text, host);
}

export async function transact(
  mail: OutgoingMail,
  needs: MessageNeeds,
  session: Session,
  timeouts: RelayTimeouts,
): Promise<TransactionResult> {
  const { conversation, extensions, host } = session;
  const cannot = incapable(mail, needs, session);
  if (cannot !== null) return { outcomes: mail.recipients.map(() => refusal(cannot)), mayTryElsewhere: false };
  const outcomes: (Outcome | null)[] = mail.recipients.map((recipient) => {
    const said = unsayable(recipient, session);
    return said === null ? null : refusal(said);
  });
  const asked = mail.recipients.flatMap((recipient, index) => (outcomes[index] === null ? [{ recipient, index }] : []));
  const settle = (said: Answer, mayTryElsewhere: boolean): TransactionResult => ({
    outcomes: outcomes.map((outcome) => outcome ?? refusal(said)),
    mayTryElsewhere,
  });
  if (asked.length === 0) return settle(answer('5.6.7', 'no recipient can be told', host), false);

  const utf8 =
    needsUtf8(mail, needs) || asked.some(({ recipient }) => !/^[\x20-\x7e]*$/.test(asciiIfPossible(recipient.address)));
  const mailLine = mailCommand(mail, needs, utf8, session);
  const rcptLines = asked.map(({ recipient }) => rcptCommand(recipient, session));
  // RFC 2920: all of the envelope at once. DATA waits for the answers, so that no message begins without a recipient.
  const pipelined = extensions.has('PIPELINING');
  await conversation.say(pipelined ? [mailLine, ...rcptLines] : [mailLine]);
  const heard = await conversation.reply(timeouts.mailSeconds);
  const mailTaken = heard.kind === 'reply' && isPositive(heard);
  if (!mailTaken && (!pipelined || heard.kind === 'loss')) return settle(saidOf(heard, host, 'MAIL FROM'), true);
  const taken: number[] = [];
  for (const [nth, { index }] of asked.entries()) {
    if (!pipelined) await conversation.say([rcptLines[nth] ?? '']);
    const reply = await conversation.reply(timeouts.rcptSeconds);
    if (reply.kind === 'loss') return settle(saidOf(mailTaken ? reply : heard, host, 'RCPT TO'), true);
    if (isPositive(reply)) taken.push(index);
    else if (mailTaken) outcomes[index] = refusal(saidOf(reply, host, 'RCPT TO', true));
  }
  if (!mailTaken) return settle(saidOf(heard, host, 'MAIL FROM'), true);
  if (taken.length === 0) return settle(answer('4.5.0', 'no recipient was taken', host), true);

  const go = await conversation.ask('DATA', timeouts.dataInitSeconds);
  if (go.kind === 'loss' || go.code !== 354) return settle(saidOf(go, host, 'DATA'), true);
  for (const block of wireBlocks(mail.message))
    if (!(await conversation.write(block))) return settle(answer('4.4.2', CUT, host), true);
  const end = await conversation.reply(timeouts.dataDoneSeconds);
  if (end.kind === 'reply' && isPositive(end)) {
    const said = answer(end.status, replyLine(end), host);
    const informs = extensions.has('DSN');
    for (const index of taken) outcomes[index] = { kind: 'delivered', to: 'server', informs, answer: said };
    return settle(said, true);
  }
  // Without an answer to the last dot the server may have the message (RFC 1047): it goes out again, later and not at once elsewhere.
  return settle(saidOf(end, host, 'end of DATA'), end.kind === 'reply');
}
