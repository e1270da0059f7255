// What does a DKIM signature cost? CPU time of one check and of one signature by kind of key and size of mail, beside mailauth's. The
// figures in models/platforms are these: npx tsx bench/dkim.ts
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { SIGNED_HEADERS } from '../src/config/dkim.ts';
import { keyRecordText } from '../src/engine/dkim/key-record.ts';
import { signMessage } from '../src/engine/dkim/sign-message.ts';
import { verifySignatures } from '../src/engine/dkim/verify-signatures.ts';
import { createZoneResolver } from '../src/engine/dns/zone-resolver.ts';

/** The mails of the field measurements (models/platforms). */
const SIZES_BYTES = [5284, 303_577];
const NOW = 1_700_000_000;

const HEADER = [
  'Received: from a.example ([192.0.2.1]) by b.example with ESMTPS id 4F6A; Tue, 24 Nov 2026 10:00:00 +0000',
  'From: Ann Example <ann@example.com>',
  'To: Bob <bob@example.net>',
  'Subject: Minutes of the meeting of Tuesday',
  'Date: Tue, 24 Nov 2026 10:00:00 +0000',
  'Message-ID: <abc.def@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 7bit',
  '\r\n',
].join('\r\n');
const LINE = 'The quick brown fox jumps over the lazy dog and then goes home to sleep.\r\n';

const mailOf = (sizeBytes: number): Buffer =>
  Buffer.from(`${(HEADER + LINE.repeat(Math.ceil(sizeBytes / LINE.length))).slice(0, sizeBytes - 2)}\r\n`);

async function cpuMilliseconds(times: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const start = process.cpuUsage();
  for (let done = 0; done < times; done += 1) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

export interface DkimCost {
  readonly key: string;
  readonly sizeBytes: number;
  readonly verifyMilliseconds: number;
  readonly signMilliseconds: number;
  readonly mailauthVerifyMilliseconds: number;
}

async function costOf(name: string, key: KeyObject, sizeBytes: number, times: number): Promise<DkimCost> {
  const mail = mailOf(sizeBytes);
  const sign = () => signMessage(mail, [{ domain: 'example.com', selector: 's1', key }], SIGNED_HEADERS, NOW);
  const signed = Buffer.concat([Buffer.from((await sign()).join('')), mail]);
  const record = keyRecordText(key);
  const resolver = createZoneResolver({ names: { 's1._domainkey.example.com': { TXT: [record] } } });
  const verify = () => verifySignatures(signed, { resolver, now: () => NOW, timeoutSeconds: 5 });
  const { signatures } = await verify();
  if (signatures[0]?.result !== 'pass') throw new Error(`${name}: ${signatures[0]?.result}`);
  return {
    key: name,
    sizeBytes,
    verifyMilliseconds: await cpuMilliseconds(times, verify),
    signMilliseconds: await cpuMilliseconds(times, sign),
    mailauthVerifyMilliseconds: await cpuMilliseconds(times, () =>
      dkimVerify(signed, { resolver: async () => [[record]] }),
    ),
  };
}

/** @param times each is done */
export async function dkimCosts(times: number): Promise<DkimCost[]> {
  const keys: [string, KeyObject][] = [
    ['rsa-2048', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
    ['ed25519', generateKeyPairSync('ed25519').privateKey],
  ];
  const costs: DkimCost[] = [];
  for (const sizeBytes of SIZES_BYTES)
    for (const [name, key] of keys) costs.push(await costOf(name, key, sizeBytes, times));
  return costs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await dkimCosts(500));
