// The mail that tells a recipient of a message that was not delivered (row 9.10), by a template.
import { DEFAULT_NOTICES, type NoticeSettings } from '../../config/notices.ts';
import { composeNotice } from '../notices/compose-notice.ts';
import { noticeValues } from '../notices/notice-values.ts';
import type { Envelope, EnvelopeRecipient } from './envelope.ts';

export type RecipientTemplates = Pick<NoticeSettings, 'virusQuarantined' | 'virusDeleted'>;

/** @param message as it was received. @param hostname name of this server */
export function noticeOf(
  envelope: Envelope,
  { address, fate }: EnvelopeRecipient,
  message: Buffer,
  hostname: string,
  templates: RecipientTemplates = DEFAULT_NOTICES,
): Buffer {
  const action = fate === 'quarantine' ? 'kept in quarantine' : 'deleted';
  const values = noticeValues(envelope, message, { recipient: address, action, hostname });
  const template = fate === 'quarantine' ? templates.virusQuarantined : templates.virusDeleted;
  const heading = { id: `${envelope.id}.notice`, to: address, hostname, now: envelope.receivedSeconds };
  return Buffer.concat([Buffer.from('Return-Path: <>\r\n'), composeNotice(template, values, heading)]);
}
