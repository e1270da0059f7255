import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createAntispamScorer } from '../../../src/engine/antispam/antispam-scorer.ts';
import { createRspamdClient, type RspamdFacts } from '../../../src/engine/antispam/rspamd-client.ts';
import { mail, NOW, subjectWith } from '../../stages/observe/fixtures.ts';
import { localMatcher } from './antispam-lab.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Asked {
  readonly url: string;
  readonly headers: IncomingMessage['headersDistinct'];
  readonly body: string;
}

/** A server that says what the test tells it to. */
async function serve(
  answer: (response: ServerResponse, asked: Asked) => void,
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const one = {
      url: request.url ?? '',
      headers: request.headersDistinct,
      body: Buffer.concat(parts).toString('latin1'),
    };
    asked.push(one);
    answer(response, one);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const client = (url: string, more: Partial<Parameters<typeof createRspamdClient>[0]> = {}) =>
  createRspamdClient({
    url,
    controllerUrl: url,
    password: null,
    timeoutSeconds: 5,
    maxMessageBytes: 10_000,
    now: () => NOW,
    ...more,
  });

const FACTS: RspamdFacts = {
  sender: 'ann@sender.test',
  recipients: ['bob@example.net', 'carl@example.net'],
  clientAddress: '192.0.2.1',
  clientName: 'mail.sender.test',
  helo: 'helo.test',
  user: 'bob',
  queueId: 'Q1',
};
const LETTER = mail('From: ann@sender.test', 'Subject: hello', '', 'some text');
const ANSWER = {
  score: 7.5,
  required_score: 15,
  action: 'add header',
  symbols: { BAYES_SPAM: { name: 'BAYES_SPAM', score: 5 }, MIME_GOOD: { score: -0.1 }, ASN: { score: 0 } },
};

describe('Rspamd is asked', () => {
  test('with all that is known, and its score, action and telling symbols are taken', async () => {
    const { url, asked } = await serve((response) => response.end(JSON.stringify(ANSWER)));
    expect(await client(url).check(LETTER, FACTS)).toEqual({
      kind: 'scored',
      score: 7.5,
      action: 'add header',
      symbols: ['BAYES_SPAM', 'MIME_GOOD'],
    });
    expect(asked[0]).toMatchObject({
      url: '/checkv2',
      body: String(LETTER),
      headers: {
        from: ['ann@sender.test'],
        rcpt: ['bob@example.net', 'carl@example.net'],
        ip: ['192.0.2.1'],
        helo: ['helo.test'],
        hostname: ['mail.sender.test'],
        'queue-id': ['Q1'],
        user: ['bob'],
      },
    });
  });
  test('without what is not known, and with nothing that could forge a header', async () => {
    const { url, asked } = await serve((response) => response.end(JSON.stringify(ANSWER)));
    const odd = { ...FACTS, sender: '', user: '', helo: 'x\r\nIP: 127.0.0.1\0', recipients: ['b\u00f6b@example.net'] };
    expect(await client(url).check(LETTER, odd)).toMatchObject({ kind: 'scored' });
    expect(asked[0]?.headers).toMatchObject({ helo: ['x  IP: 127.0.0.1'], ip: ['192.0.2.1'] });
    expect(asked[0]?.headers['from']).toBeUndefined();
    expect(Buffer.from(asked[0]?.headers['rcpt']?.[0] ?? '', 'latin1').toString()).toBe('b\u00f6b@example.net');
  });
  test.each([
    ['an error', (response: ServerResponse) => response.writeHead(500).end(), 'status 500'],
    ['no JSON', (response: ServerResponse) => response.end('<html>'), 'cannot be read'],
    ['no score', (response: ServerResponse) => response.end('{"score":"9"}'), 'cannot be read'],
    ['too much', (response: ServerResponse) => response.end(Buffer.alloc(5 * 1024 * 1024, 32)), 'more than'],
    ['half an answer', (response: ServerResponse) => void response.write('{"sc', () => response.destroy()), ''],
  ])('%s is no score', async (_what, answer, why) => {
    const { url } = await serve((response) => void answer(response));
    expect(await client(url).check(LETTER, FACTS)).toMatchObject({ kind: 'failed', why: expect.stringContaining(why) });
  });
  test('not about mail that is too large for it', async () => {
    const { url, asked } = await serve((response) => response.end(JSON.stringify(ANSWER)));
    expect(await client(url).check(Buffer.alloc(10_001), FACTS)).toMatchObject({ kind: 'failed' });
    expect(asked).toEqual([]);
  });
  test('not again for a while after it hung: mail does not wait for it twice', async () => {
    const { url, asked } = await serve(() => {});
    let now = NOW;
    const rspamd = client(url, { timeoutSeconds: 0.2, now: () => now });
    expect(await rspamd.check(LETTER, FACTS)).toMatchObject({ why: 'no answer within 0.2 s' });
    expect(await rspamd.check(LETTER, FACTS)).toMatchObject({ why: 'it did not answer a moment ago' });
    now += 31;
    expect(await rspamd.check(LETTER, FACTS)).toMatchObject({ why: 'no answer within 0.2 s' });
    expect(asked).toHaveLength(2);
  });
  test('to learn, by the path of the kind and with the password', async () => {
    const { url, asked } = await serve((response, { url: path }) =>
      response.writeHead(path === '/learnham' ? 208 : 200).end(),
    );
    const rspamd = client(url, { password: 'sesame' });
    expect(await rspamd.learn(LETTER, 'spam')).toBeNull();
    expect(await rspamd.learn(LETTER, 'ham')).toBeNull();
    expect(asked.map(({ url: path, headers }) => [path, headers['password']])).toEqual([
      ['/learnspam', ['sesame']],
      ['/learnham', ['sesame']],
    ]);
    const refusing = await serve((response) => response.writeHead(403).end());
    expect(await client(refusing.url).learn(LETTER, 'spam')).toBe('status 403');
    const knowing = await serve((response) =>
      response.writeHead(404).end('{"error":"<x> has been already learned as spam"}'),
    );
    expect(await client(knowing.url).learn(LETTER, 'spam')).toBeNull();
  });
});

describe('the score', () => {
  const house = { score: async () => ({ score: 1, rules: ['HOUSE'], learned: 0 }) };
  const scorer = (url: string | null) =>
    createAntispamScorer({
      house,
      rspamd: url === null ? null : client(url, { timeoutSeconds: 1 }),
      patterns: localMatcher(),
      filters: [],
      withBayes: () => false,
      clientName: async () => '',
      hostname: 'mx',
    }).score(LETTER, subjectWith({ message: LETTER, recipients: ['bob@example.net'] }));
  test("is Rspamd's where it answers", async () => {
    const { url } = await serve((response) => response.end(JSON.stringify(ANSWER)));
    expect(await scorer(url)).toMatchObject({ score: 7.5, scoredBy: 'rspamd', rules: ['BAYES_SPAM', 'MIME_GOOD'] });
  });
  test('is that of the house where it does not, and says so', async () => {
    const { url } = await serve((response) => response.writeHead(503).end());
    expect(await scorer(url)).toMatchObject({
      score: 1,
      scoredBy: 'fallback',
      rules: ['HOUSE'],
      notes: ['rspamd: status 503'],
    });
  });
  test('is that of the house where it is not asked', async () => {
    expect(await scorer(null)).toMatchObject({ score: 1, rules: ['HOUSE'], notes: [] });
  });
});

const GTUBE = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-', 'STANDARD-ANTI-UBE-', 'TEST-EMAIL*C.34X'].join('');
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createTcpServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
const haveRspamd =
  process.env['PLIMSOLL_CLIENT_TESTS'] === '1' && spawnSync('rspamd', ['--version'], { encoding: 'utf8' }).status === 0;

describe.skipIf(!haveRspamd)("Debian's Rspamd itself (PLIMSOLL_CLIENT_TESTS=1, needs rspamd)", () => {
  test('scores, tells spam from ham, and learns', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rspamd-'));
    chmodSync(folder, 0o777);
    const [port, controller] = [await freePort(), await freePort()];
    writeFileSync(
      join(folder, 'rspamd.conf'),
      `.include "/etc/rspamd/common.conf"
options {
  .include "/etc/rspamd/options.inc"
  pidfile = "${folder}/pid";
  control_socket = "${folder}/control.sock mode=0600";
  dns { timeout = 0.1s; retransmits = 1; nameserver = ["127.0.0.1:9"]; }
}
logging { type = "console"; level = "error"; }
worker "normal" { bind_socket = "127.0.0.1:${port}"; count = 1; mime = true; }
worker "controller" { bind_socket = "127.0.0.1:${controller}"; count = 1; secure_ip = "127.0.0.1"; }
classifier "bayes" {
  tokenizer { name = "osb"; }
  backend = "sqlite3";
  min_learns = 1;
  statfile { symbol = "BAYES_HAM"; path = "${folder}/ham.sqlite"; spam = false; }
  statfile { symbol = "BAYES_SPAM"; path = "${folder}/spam.sqlite"; spam = true; }
}
`,
    );
    const child: ChildProcess = spawn(
      'rspamd',
      ['-f', '-i', '-c', join(folder, 'rspamd.conf'), '--var', `DBDIR=${folder}`, '--var', `RUNDIR=${folder}`],
      { stdio: 'ignore' },
    );
    try {
      const rspamd = client(`http://127.0.0.1:${port}`, {
        controllerUrl: `http://127.0.0.1:${controller}`,
        timeoutSeconds: 20,
        maxMessageBytes: 1_000_000,
      });
      const deadline = performance.now() + 120_000;
      let first = await rspamd.check(LETTER, FACTS);
      while (first.kind === 'failed' && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        first = await rspamd.check(LETTER, FACTS);
      }
      expect(first).toMatchObject({ kind: 'scored' });
      expect(first.kind === 'scored' && first.score).toBeLessThan(10);
      const test = await rspamd.check(mail('From: a@b.test', 'Subject: x', '', GTUBE), FACTS);
      expect(test).toMatchObject({ kind: 'scored', score: 15, action: 'reject' });
      const spam = mail(
        'From: x@y.test',
        'Subject: prize',
        'Message-ID: <1@y.test>',
        '',
        'claim your prize money now '.repeat(20),
      );
      expect(await rspamd.learn(spam, 'spam')).toBeNull();
      expect(await rspamd.learn(spam, 'spam')).toBeNull();
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
