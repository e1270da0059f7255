import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { runCli as run } from '../../../src/hosts/cli/program.ts';
import { type AdminLab, startAdminLab, until } from '../../engine/admin/admin-lab.ts';
import { runCli as runProcess } from './run-cli.ts';

/** The command line in this process, so that the engine in this process can answer. */
async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => void out.push(String(text))),
    vi.spyOn(console, 'error').mockImplementation((text) => void err.push(String(text))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ];
  try {
    const code = await run(['node', 'plimsoll', ...args]);
    return { code, out: out.join('\n'), err: err.join('\n') };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

let lab: AdminLab;
let config: string;
const json = async <T>(...args: string[]): Promise<T> => {
  const { code, out, err } = await cli(...args, '--config', config, '--json');
  if (code !== 0) throw new Error(`exit ${code}: ${err}`);
  return JSON.parse(out) as T;
};
const text = (...args: string[]) => cli(...args, '--config', config);

/** A configuration file that leads to the engine: the same data folder. */
function configFile(change: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'mail.yaml');
  writeFileSync(file, stringify({ plimsoll: 1, domains: ['example.com'], admin: { enabled: true }, ...change }));
  return file;
}

async function deferred(to = 'who@away.example'): Promise<string> {
  const id = await lab.send({ to });
  await until(async () => (await lab.read<{ state: string }>(`/admin/v1/queue/${id}`)).state === 'deferred');
  return id;
}

describe('commands that ask a running engine', () => {
  beforeEach(async () => {
    lab = await startAdminLab();
    config = configFile({ storage: { folder: lab.folder } });
  });

  test('queue list shows who waits and why; --json gives the same as data', async () => {
    const id = await deferred('far@away.example');
    const { code, out } = await text('queue', 'list');
    expect(code).toBe(0);
    expect(out).toContain(`${id}  deferred`);
    expect(out).toContain('waiting    far@away.example, 1 tries');
    expect(out).toMatch(/ECONNREFUSED|refused/i);
    expect(await json('queue', 'list', '--state', 'deferred')).toMatchObject([{ id }]);
    expect(await json('queue', 'list', '--search', 'nobody')).toEqual([]);
    expect((await text('queue', 'list', '--state', 'hold')).out).toBe('The queue is empty, or nothing in it fits.');
    expect(await json('queue', 'counts')).toEqual({ incoming: 0, active: 0, deferred: 1, hold: 0 });
    expect((await text('queue', 'shape')).out).toMatch(/away\.example +1/);
    expect((await text('queue', 'show', id)).out).toContain('Subject: planted-subject');
  });

  test('queue list goes through all pages', async () => {
    for (let nth = 0; nth < 3; nth += 1) await deferred();
    expect(await json('queue', 'list', '--limit', '2')).toHaveLength(2);
    expect(await json('queue', 'list')).toHaveLength(3);
  });

  test('queue hold, release, resend and clear do it, and exit with 1 when a message is gone', async () => {
    const id = await deferred();
    expect(await json('queue', 'hold', id)).toEqual({ done: 1 });
    expect(await json('queue', 'counts')).toMatchObject({ hold: 1 });
    expect(await json('queue', 'release', id)).toEqual({ done: 1 });
    expect(await json('queue', 'resend', '--all')).toEqual({ done: 1 });
    const gone = await text('queue', 'clear', id, 'NOSUCHID');
    expect(gone).toMatchObject({ code: 1, out: 'clear: done to 1 of 2 messages.' });
    // What was being tried goes as soon as that has ended.
    await until(async () => (await lab.ask(`/admin/v1/queue/${id}`)).status === 404);
    expect((await text('queue', 'clear', '--all')).out).toBe('clear: done to 0 messages.');
  });

  test('what changes something wants names or --all, not neither and not both', async () => {
    for (const args of [
      ['queue', 'clear'],
      ['queue', 'clear', 'ABC', '--all'],
      ['quotas', 'clear'],
    ]) {
      const { code, err } = await text(...args);
      expect(code).toBe(2);
      expect(err).toContain('or --all');
    }
  });

  test('what a stranger wrote cannot play tricks on the terminal', async () => {
    const message = 'Subject: \x1b[31mred\u202e\r\n\r\n.';
    const id = await lab.send({ to: 'who@away.example', message });
    await until(async () => (await lab.read<{ state: string }>(`/admin/v1/queue/${id}`)).state === 'deferred');
    const { out } = await text('queue', 'show', id);
    expect(out).toContain('\\u{1b}[31mred');
    expect(out).not.toContain('\x1b');
  });

  test('lists, quotas and certificate are shown', async () => {
    expect((await text('lists', 'show')).out).toBe('No rules.');
    expect((await text('lists', 'match', '--client', '192.0.2.1')).out).toBe(
      'No rule matches.\nVerdict of the lists: accept.',
    );
    expect((await text('quotas', 'list')).out).toBe('Nobody has sent anything today.');
    await lab.send({ login: 'alice', from: 'alice@example.com', to: 'bob@example.com' });
    expect(await json('quotas', 'list')).toMatchObject([{ account: 'alice@example.com', messages: 1 }]);
    expect((await text('quotas', 'list')).out).toMatch(/alice@example\.com +1 +no limit/);
    expect(await json('quotas', 'clear', 'alice@example.com')).toEqual({ cleared: 1 });
    expect((await text('certificate', 'show')).out).toContain('DNS:mail.example.com');
    expect((await text('certificate', 'reload')).out).toMatch(/^Unchanged:/);
  });

  test('quarantine list, show, release and delete', async () => {
    const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
    const virus = (subject: string) =>
      lab.send({ to: 'alice@example.com', message: `Subject: ${subject}\r\n\r\n${eicar}\r\n.` });
    const [one, two] = [await virus('first'), await virus('second')];
    const { out } = await text('quarantine', 'list');
    expect(out).toContain(`${one}  `);
    expect(out).toMatch(/virus: .*eicar/i);
    expect(await json('quarantine', 'list', '--search', 'second')).toMatchObject({ items: [{ id: two }], damaged: [] });
    expect(await json('quarantine', 'list', '--limit', '1')).toMatchObject({ items: [{}] });
    expect((await text('quarantine', 'show', one)).out).toContain('antivirus: quarantine (virus)');
    expect((await text('quarantine', 'release', one)).out).toBe(`${one}: done`);
    expect(await text('quarantine', 'delete', one, two)).toMatchObject({
      code: 1,
      out: `${one}: missing\n${two}: done`,
    });
    expect((await text('quarantine', 'list')).out).toBe('Nothing is in quarantine, or nothing fits.');
  });

  test('learn takes files, and tells what it knows', async () => {
    const file = join(lab.folder, 'spam.eml');
    writeFileSync(file, 'Subject: pills\r\n\r\ncheap pills\r\n');
    expect((await text('learn', 'spam', file)).out).toBe(`${file}: learned`);
    expect(await json('learn', 'spam', file)).toEqual([{ file, result: 'known' }]);
    expect((await text('learn', 'status')).out).toMatch(/learned as spam +1/);
    expect(await text('learn', 'ham', `${file}.none`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT'),
    });
    expect((await text('learn', 'reports')).err).toContain('Reporting is switched off');
  });

  test('a message that is not there is an error with exit code 2', async () => {
    const { code, err } = await text('queue', 'show', 'NOSUCH');
    expect(code).toBe(2);
    expect(err).toContain('got There is nothing of that name; wanted one that is there');
  });

  test('a token of another engine is refused in words', async () => {
    const tokenFile = join(lab.folder, 'other.token');
    writeFileSync(tokenFile, 'x'.repeat(40));
    const { code, err } = await text('queue', 'counts', '--token-file', tokenFile);
    expect(code).toBe(2);
    expect(err).toContain('a token of this engine');
  });
});

describe('without a running engine', () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  test.each([
    ['that never ran', {}, 'nobody answers'],
    ['whose admin listener is off', { admin: {} }, 'admin.enabled: got false'],
  ])('of a configuration %s, commands say so', async (_what, change, wanted) => {
    const { code, err } = await cli('queue', 'list', '--config', configFile(change));
    expect(code).toBe(2);
    expect(err).toContain(wanted);
  });

  test('the note of an engine that was killed leads to a clear error too', async () => {
    lab = await startAdminLab();
    const file = configFile({ storage: { folder: lab.folder } });
    const note = JSON.stringify({ url: lab.url });
    await lab.stop();
    writeFileSync(join(lab.folder, 'admin.json'), note);
    const { code, err } = await cli('queue', 'list', '--config', file);
    expect(code).toBe(2);
    expect(err).toContain(`nobody answers; wanted a running engine. Start it: plimsoll engine --config ${file}`);
  });

  test('--config is asked for', async () => {
    const { code, err } = await cli('queue', 'list');
    expect(code).toBe(2);
    expect(err).toContain("required option '-c, --config <file>'");
  });

  test('as a process: one line of JSON for machines, exit code 2', () => {
    const { code, stdout, stderr } = runProcess(['queue', 'list', '--config', configFile(), '--json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toMatchObject({ error: 'bad input', problems: [{ got: 'nobody answers' }] });
  });
});

describe('plimsoll config', () => {
  test('show prints one line a setting, with the row of the guide', async () => {
    const { code, out } = await cli('config', 'show', '--config', 'scenarios/lab.yaml');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines).toContain('stages.greylist.periodSeconds = 10  # row 9.8');
    expect(lines).toContain('listeners.smtp.port = 25');
    expect(lines).toContain('accounts[0].password = (secret)');
    expect(lines).toContain('stages.antispam.subjectPrefix = "[SPAM] "  # row 9.1');
    expect(out).not.toContain('alice-secret');
    for (const line of lines) expect(line).toMatch(/^[\w[\].-]+ = .+$/);
  });

  test('show --changed prints only what is not the default, of scenarios too', async () => {
    const { out } = await cli('config', 'show', '--changed', '--config', 'scenarios/lab.yaml');
    expect(out).toContain('stages.greylist.periodSeconds = 10');
    expect(out).not.toContain('stages.greylist.enabled');
    const scenario = await cli('config', 'show', '--changed', '--json', '--config', 'scenarios/office-200.yaml');
    const settings = JSON.parse(scenario.out) as { changed: boolean }[];
    expect(settings.length).toBeGreaterThan(0);
    expect(settings.every(({ changed }) => changed)).toBe(true);
  });

  test('check passes a good configuration, and says every problem of a bad one', async () => {
    expect((await cli('config', 'check', '--config', 'scenarios/lab.yaml')).code).toBe(0);
    const file = configFile({ hostname: 7, trace: { maxFiles: 1 }, nonsense: true });
    const { code, err } = await cli('config', 'check', '--config', file);
    expect(code).toBe(2);
    for (const wanted of ['3 problems', 'hostname', 'trace.maxFiles', 'nonsense']) expect(err).toContain(wanted);
  });
});
