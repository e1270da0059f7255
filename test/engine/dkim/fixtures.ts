// Keys, zones and messages for the tests of DKIM. Keys are made once a run; no result depends on their values.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SIGNED_HEADERS } from '../../../src/config/dkim.ts';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { signMessage } from '../../../src/engine/dkim/sign-message.ts';
import { type Verification, verifySignatures } from '../../../src/engine/dkim/verify-signatures.ts';
import { createZoneResolver, type ZoneEntry } from '../../../src/engine/dns/zone-resolver.ts';
import type { Resolver } from '../../../src/pipeline/resolver.ts';

/** In the past: dkimpy refuses signatures of the future, and its clock is the real one. */
export const NOW = 1_700_000_000;

export const RSA = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
export const ED25519 = generateKeyPairSync('ed25519').privateKey;

/** Lines as they are written here, ended by CRLF. */
export const crlf = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'));

export const MAIL =
  crlf(`Received: from a.example ([192.0.2.1]) by b.example with ESMTPS id 1; Tue, 24 Nov 2026 10:00:00 +0000
From: Ann <ann@example.com>
To: Bob <bob@example.net>
Subject: Minutes
Date: Tue, 24 Nov 2026 10:00:00 +0000
Message-ID: <1@example.com>

Hello  Bob,

see you.

`);

/** A zone in which `<selector>._domainkey.<domain>` has the record. */
export const zoneOf = (records: Readonly<Record<string, ZoneEntry['TXT']>>): Resolver =>
  createZoneResolver({
    names: Object.fromEntries(
      Object.entries(records).map(([name, TXT]) => [name, TXT === undefined ? {} : { TXT }] as const),
    ),
  });

export const NAME = 's1._domainkey.example.com';
export const ZONE = zoneOf({ [NAME]: [keyRecordText(RSA)], 's2._domainkey.example.com': [keyRecordText(ED25519)] });

interface SignOptions {
  readonly key?: KeyObject;
  readonly selector?: string;
  readonly domain?: string;
  readonly wanted?: readonly string[];
}

/** The message with a signature in front. */
export async function signed(message: Buffer, options: SignOptions = {}): Promise<Buffer> {
  const { key = RSA, selector = 's1', domain = 'example.com', wanted = SIGNED_HEADERS } = options;
  const fields = await signMessage(message, [{ domain, selector, key }], wanted, NOW);
  return Buffer.concat([Buffer.from(fields.join('')), message]);
}

export const verified = (message: Buffer, resolver: Resolver = ZONE, now = NOW): Promise<Verification> =>
  verifySignatures(message, { resolver, now: () => now, timeoutSeconds: 5 });

/** Results of all signatures, e.g. `['pass']`. */
export const resultsOf = async (message: Buffer, resolver: Resolver = ZONE, now = NOW): Promise<string[]> =>
  (await verified(message, resolver, now)).signatures.map(({ result }) => result);

/** Replaces text in a message, once; fails when it is not there. */
export function changed(message: Buffer, from: string, to: string): Buffer {
  const at = message.indexOf(from);
  if (at === -1) throw new Error(`"${from}" is not in the message`);
  return Buffer.concat([message.subarray(0, at), Buffer.from(to), message.subarray(at + Buffer.byteLength(from))]);
}
