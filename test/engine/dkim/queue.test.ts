// The signer in the queue: what leaves is signed and can be verified as it arrives, what stays here is not.
import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { dkimSettings } from '../../../src/config/dkim.ts';
import { keyRecordText } from '../../../src/engine/dkim/key-record.ts';
import { createOutgoingSigner } from '../../../src/engine/dkim/outgoing-signer.ts';
import { openLab, T0, to } from '../queue/queue-lab.ts';
import { createMemoryDisk } from '../store/memory-disk.ts';
import { resultsOf, zoneOf } from './fixtures.ts';

const settings = dkimSettings.parse({
  domains: { 'example.org': { selectors: [{ name: 's1', algorithm: 'ed25519' }] } },
});
const MESSAGE =
  'Authentication-Results: mx.example.org; dkim=pass header.d=bank.example\r\nFrom: ann@example.org\r\nSubject: hello\r\n\r\nHi \r\n\r\n';

async function labWithSigner(disk = createMemoryDisk()) {
  await disk.fs.makeFolder('/data');
  const prepareOutgoing = await createOutgoingSigner({
    settings,
    whitelist: [],
    fs: disk.fs,
    folder: '/data',
    now: () => T0,
    log: () => {},
  });
  const pem = await disk.fs.read('/data/dkim/example.org/s1.pem');
  if (pem === null) throw new Error('no key');
  const zone = zoneOf({ 's1._domainkey.example.org': [keyRecordText(createPrivateKey(pem))] });
  return { lab: await openLab({ disk, options: { prepareOutgoing } }), zone, disk };
}

test('mail of a user to another server is signed as it arrives there, and its copy here is not', async () => {
  const { lab, zone } = await labWithSigner();
  await lab.submit({ origin: 'user', recipients: [to('x@far.example'), to('bob@example.org')] }, MESSAGE);
  const [there] = lab.relay.taken;
  expect(await resultsOf(Buffer.from(there?.text ?? '', 'latin1'), zone)).toEqual(['pass']);
  const [here] = await lab.texts('bob@example.org');
  expect(here).not.toContain('DKIM-Signature');
  // Nobody speaks in our name, neither to others nor to our own.
  for (const text of [there?.text, here]) expect(text).not.toContain('bank.example');
});

test('mail of a stranger that an alias sends on is not signed', async () => {
  const { lab } = await labWithSigner();
  await lab.submit({ origin: 'stranger', recipients: [to('x@far.example', { original: 'ann@example.org' })] }, MESSAGE);
  expect(lab.relay.taken).toHaveLength(1);
  expect(lab.relay.taken[0]?.text).not.toContain('DKIM-Signature');
});

test('a key survives a crash right after it was made', async () => {
  const { disk } = await labWithSigner();
  const pem = await disk.fs.read('/data/dkim/example.org/s1.pem');
  expect(await disk.afterCrash('drop').fs.read('/data/dkim/example.org/s1.pem')).toEqual(pem);
  // Negative control: without the flushes of the folders it is lost.
  const careless = await labWithSigner(createMemoryDisk({ noFolderSync: true }));
  expect(await careless.disk.afterCrash('drop').fs.read('/data/dkim/example.org/s1.pem')).toBeNull();
});
