// A signature with `l=`, as our own signer never makes one.
import { sign } from 'node:crypto';
import { hashBody } from '../../../src/engine/dkim/canonical-body.ts';
import { pickFields, signedHeader } from '../../../src/engine/dkim/canonical-header.ts';
import { readHeader } from '../../../src/engine/mime/header-fields.ts';
import { RSA } from './fixtures.ts';

export async function signLimited(message: Buffer, length: number): Promise<Buffer> {
  const { fields, bodyStart } = readHeader(message, 0, message.length, 100);
  const { sha256 } = await hashBody(message.subarray(bodyStart), 'relaxed', length);
  const field = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1; h=from; l=${length}; bh=${sha256.toString('base64')}; b=`;
  const data = signedHeader(message, pickFields(fields, ['from'], null), field, 'relaxed');
  return Buffer.concat([Buffer.from(`${field}${sign('rsa-sha256', data, RSA).toString('base64')}\r\n`), message]);
}
