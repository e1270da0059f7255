import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-aliases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const CONFIG = `plimsoll: 1
accounts: [{ address: ann@example.com }, { address: bob@example.com }]
domains:
  - name: example.com
    aliases: [{ name: sales, members: [ann, bob] }]
    autoBcc: [{ match: from, contains: "@example.com", to: bob }, { match: all, to: archive@out.example }]
  - other.example
`;

describe('plimsoll aliases', () => {
  test('prints what can be imported as YAML, and leaves out what exists already', () => {
    const config = file('a.yaml', CONFIG);
    const table = file('aliases', 'sales: ann\ninfo: ann, bob@example.com\n');
    const { code, stdout, stderr } = runCli([
      'aliases',
      'import',
      table,
      '--config',
      config,
      '--domain',
      'example.com',
    ]);
    expect([code, parse(stdout)]).toEqual([0, { aliases: [{ name: 'info', members: ['ann', 'bob'] }] }]);
    expect(stderr).toContain('note: sales exists already, left as it is');
  });

  test('what it exports it imports again', () => {
    const config = file('b.yaml', CONFIG);
    const exported = runCli(['aliases', 'export', '-c', config, '-d', 'example.com', '-f', 'virtual']);
    expect(exported.stdout).toBe('# Aliases of example.com\nsales@example.com ann@example.com, bob@example.com\n');
    const { stdout } = runCli([
      'aliases',
      'import',
      file('virtual', exported.stdout),
      '-d',
      'example.com',
      '-f',
      'virtual',
    ]);
    expect(parse(stdout)).toEqual({ aliases: [{ name: 'sales', members: ['ann', 'bob'] }] });
  });

  test('checks a file and tells every problem of it', () => {
    const table = file('bad', 'a: |cmd\nb: /file\nok: x\n');
    const { code, stdout, stderr } = runCli(['aliases', 'check', table, '-d', 'example.com']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('line 1: got a command');
    expect(stderr).toContain('line 2: got a file');
  });

  test('wants to know the domain where there are several, and refuses one that is not there', () => {
    const config = file('c.yaml', CONFIG);
    for (const args of [[], ['-d', 'missing.example'], ['-d', 'no domain']])
      expect(runCli(['aliases', 'export', '-c', config, ...args]).code).toBe(2);
  });
});

describe('plimsoll auto-bcc', () => {
  test('exports and imports the rules of one side', () => {
    const config = file('d.yaml', CONFIG);
    const exported = runCli(['auto-bcc', 'export', '-c', config, '-d', 'example.com', '-r', 'sender']);
    expect(exported.stdout).toBe('# sender_bcc_maps of example.com\n@example.com bob@example.com\n');
    expect(exported.stderr).toContain('always_bcc = archive@out.example');
    const { stdout } = runCli([
      'auto-bcc',
      'import',
      file('bcc', exported.stdout),
      '-d',
      'example.com',
      '-r',
      'sender',
    ]);
    expect(parse(stdout)).toEqual({ autoBcc: [{ match: 'from', contains: '@example.com', to: 'bob' }] });
  });
});
