import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Running } from '../../bench/smtp/contestant.ts';
import { readTrace } from '../../bench/smtp/flushes.ts';
import { hasSmtpSource, send, sendAndFind } from '../../bench/smtp/load.ts';
import { plimsoll } from '../../bench/smtp/plimsoll.ts';

const canLoad = hasSmtpSource();
const need = canLoad ? '' : ' (skipped: no smtp-source here; Debian has it in postfix)';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

test.skipIf(!canLoad)(
  `the SMTP benchmark finds on disk what the engine took, and notices what it did not${need}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-smtp-test-'));
    const server = (await plimsoll(false).start(folder, await freePort())) as Running;
    try {
      await sendAndFind(server, { sessions: 3, mails: 12, bytes: 5000 });
      expect(await server.kept.mails()).toBe(12);
      expect(await server.kept.bytes()).toBeGreaterThan(12 * 5000);

      const larger = { sessions: 1, mails: 1, bytes: 21_000_000 };
      await expect(send(server, larger)).rejects.toThrow(/smtp-source ended with 1.*552/s);
      expect(await server.kept.mails()).toBe(12);

      let asked = 0;
      const twice = { ...server, kept: { ...server.kept, mails: async () => 2 * asked++ } };
      await expect(sendAndFind(twice, { sessions: 1, mails: 1, bytes: 5000 })).rejects.toThrow(
        'of 1 mails 2 were found',
      );
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('a flush stands before a 250 only when it was complete before it', () => {
  const trace = `7  write(20<socket:[1]>, "354 End ", 37) = 37
8  fsync(21</spool/a> <unfinished ...>
9  fdatasync(22</mail/b>)  = 0
8  <... fsync resumed>)  = 0
8  fsync(23</spool> <unfinished ...>
7  write(20<socket:[1]>, "250 2.0."..., 14) = 14
8  <... fsync resumed>)  = 0
`;
  expect(readTrace(trace)).toEqual([
    { name: 'fdatasync', path: '/mail/b', before: true },
    { name: 'fsync', path: '/spool/a', before: true },
    { name: 'fsync', path: '/spool', before: false },
  ]);
});
