import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDkimCommand } from '../../../src/hosts/cli/commands/dkim.ts';
import { runCommand } from './in-process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-dkim-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param published TXT record of selector s1 in DNS */
function configuration(published = ''): string {
  const path = join(folder, 'mail.yaml');
  const records = published === '' ? '{}' : `{ s1._domainkey.example.com: { TXT: [${JSON.stringify(published)}] } }`;
  writeFileSync(
    path,
    `plimsoll: 1
domains: [example.com]
dkim:
  domains:
    example.com:
      selectors: [{ name: s1, algorithm: rsa-1024 }, { name: s2, algorithm: ed25519, signs: false }]
storage: { folder: data }
dns: { only: true, records: ${records} }
`,
  );
  return path;
}
const dkim = (verb: string, config: string, ...more: string[]) =>
  runCommand(addDkimCommand, ['dkim', verb, '--config', config, ...more]);
const recordOf = (stdout: string): string => JSON.parse(stdout)[0].record.value;

test('dkim generate makes the keys once and prints the records, never the private half', async () => {
  const config = configuration();
  const first = await dkim('generate', config);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('example.com, selector s1 (rsa-1024, signs, new)');
  expect(first.stdout).toContain('Record name:  s1._domainkey.example.com');
  expect(first.stdout).toMatch(/Record value: v=DKIM1; k=rsa; p=MI/);
  expect(first.stdout).toMatch(/Zone file: {4}s2\._domainkey\.example\.com\. 3600 IN TXT \( "v=DKIM1; k=ed25519; p=/);
  for (const file of readdirSync(join(folder, 'data/dkim/example.com'))) {
    const [, secret = ''] = readFileSync(join(folder, 'data/dkim/example.com', file), 'utf8').split('\n');
    expect(secret.length).toBeGreaterThan(30);
    expect(first.stdout + first.stderr).not.toContain(secret);
  }
  const again = await dkim('generate', config, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject([
    { selector: 's1', kind: 'rsa-1024', signs: true, made: false },
    { selector: 's2', kind: 'ed25519', signs: false, made: false },
  ]);
  const replaced = await dkim('generate', config, '--json', '--replace', '--selector', 's1');
  expect(JSON.parse(replaced.stdout)).toMatchObject([{ selector: 's1', made: true }]);
  expect(recordOf(replaced.stdout)).not.toBe(recordOf(again.stdout));
});

test('dkim show says which keys there are, and makes none', async () => {
  const config = configuration();
  const { code, stdout } = await dkim('show', config);
  expect(code).toBe(0);
  expect(stdout.match(/There is no key yet: plimsoll dkim generate/g)).toHaveLength(2);
  expect(readdirSync(folder)).toEqual(['mail.yaml']);
});

test('dkim check compares the keys with DNS', async () => {
  const record = recordOf((await dkim('generate', configuration(), '--json')).stdout);
  const missing = await dkim('check', configuration());
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain(`Publish: s1._domainkey.example.com TXT ${record}`);
  const published = await dkim('check', configuration(record));
  // The second selector does not sign: that it is not published is a warning.
  expect(published).toMatchObject({ code: 0 });
  expect(published.stdout).toMatch(/^OK {4}DKIM key s1 of example\.com: published as it is$/m);
  expect(published.stdout).toMatch(/^WARN {2}DKIM key s2 of example\.com: not published$/m);
  const other = await dkim('check', configuration(record.replace('MIG', 'MIH')), '--json', '--selector', 's1');
  expect(other.code).toBe(1);
  expect(JSON.parse(other.stdout)).toMatchObject([{ status: 'fail', row: '8.3' }]);
});

test('a name that the configuration does not have is refused with those that it has', async () => {
  const { code, stderr } = await dkim('show', configuration(), '--domain', 'example.org');
  expect(code).toBe(2);
  expect(stderr).toContain('wanted one of s1 of example.com, s2 of example.com');
});
