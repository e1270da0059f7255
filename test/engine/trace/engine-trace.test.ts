import { expect, test } from 'vitest';
import { STAGE_NAMES } from '../../../src/stages/index.ts';
import { MESSAGE, startAdminLab } from '../admin/admin-lab.ts';

type Line = Readonly<Record<string, string | number | boolean | null>>;

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** A day in the life: delivered, waiting, quarantined, refused, a user's own. */
async function dayInTheLife() {
  const lab = await startAdminLab({
    stages: {
      greylist: { enabled: false },
      dnsbl: { enabled: false },
      antispam: { enabled: false },
      accessList: { blacklist: [{ name: 'planted-rule', type: 'sender', match: '*@planted-pest.example' }] },
    },
  });
  const ids = [
    await lab.send({ to: 'alice@example.com' }),
    await lab.send({ to: 'planted-recipient@away.example' }),
    await lab.send({ to: 'bob@example.com', message: `Subject: planted-virus\r\n\r\n${EICAR}\r\n.` }),
    await lab.send({ login: 'alice', from: 'alice@example.com', to: 'bob@example.com' }),
  ];
  await expect(lab.send({ from: 'x@planted-pest.example', to: 'bob@example.com' })).rejects.toThrow();
  await expect(lab.send({ to: 'bob@example.com', message: MESSAGE.replace('\r\n\r\n', '\n\r\n') })).rejects.toThrow(
    '550',
  );
  await lab.stop();
  return { ids, text: lab.trace(), logged: JSON.stringify(lab.logged) };
}

test('the trace of a running engine names queue ids, stages and numbers, and nothing personal', async () => {
  const { ids, text, logged } = await dayInTheLife();
  for (const personal of [
    'planted',
    '@',
    'example',
    'alice',
    'bob',
    'secret',
    '127.0.0.1',
    'EICAR',
    'Eicar',
    'subject',
  ])
    expect(text).not.toContain(personal);
  // The control: the log, which may name people, does; so they were there to be leaked.
  for (const personal of ['planted-author', 'planted-recipient', '127.0.0.1']) expect(logged).toContain(personal);
  const lines = linesOf(text);
  for (const line of lines)
    for (const [name, value] of Object.entries(line))
      if (typeof value === 'string') expect(`${name} ${value}`).toMatch(/^\w+ [\w-]{1,40}$/);
  const stages = lines.flatMap(({ kind, stage }) => (kind === 'visit' ? [stage] : []));
  for (const stage of new Set(stages)) expect(STAGE_NAMES).toContain(stage);
  const kept = lines.filter(({ kind, id }) => kind === 'reception' && id !== null);
  expect(kept.map(({ id }) => id)).toEqual(ids);
});

test('every message can be followed from its first stage to its delivery, and its times add up', async () => {
  const { ids, text } = await dayInTheLife();
  const lines = linesOf(text);
  const [first] = ids;
  const reception = lines.find(({ kind, id }) => kind === 'reception' && id === first);
  expect(reception).toMatchObject({
    session: 1,
    message: 1,
    bytes: MESSAGE.length - 1,
    recipients: 1,
    code: 250,
    outcome: 'accept',
  });
  const { wallSeconds, readSeconds, judgeSeconds, keepSeconds, syncSeconds } = reception as Record<string, number>;
  expect(wallSeconds).toBeGreaterThanOrEqual((readSeconds ?? 0) + (judgeSeconds ?? 0) + (keepSeconds ?? 0) - 1e-5);
  expect(syncSeconds).toBeGreaterThan(0);
  expect(keepSeconds).toBeGreaterThanOrEqual((syncSeconds ?? 0) - 1e-5);
  const visits = lines.filter(({ kind, session }) => kind === 'visit' && session === 1);
  expect(visits.map(({ phase, message }) => `${phase} ${message}`)).toEqual(
    expect.arrayContaining(['connect 0', 'mail 1', 'rcpt 1', 'data 1']),
  );
  // One client at a time: CPU is known, and no larger than the time that passed.
  const known = visits.filter(({ cpuSeconds }) => cpuSeconds !== null);
  expect(known.length).toBeGreaterThan(0);
  expect(lines.find(({ kind, id }) => kind === 'delivery' && id === first)).toMatchObject({
    delivered: 1,
    deferred: 0,
    failed: 0,
  });
  expect(lines.find(({ kind, id }) => kind === 'delivery' && id === ids[1])).toMatchObject({
    delivered: 0,
    deferred: 1,
  });
  const outcomes = lines
    .filter(({ kind }) => kind === 'reception')
    .map(({ outcome, code, virus }) => [outcome, code, virus]);
  expect(outcomes).toEqual([
    ['accept', 250, false],
    ['accept', 250, false],
    ['quarantine', 250, true],
    ['accept', 250, false],
    ['reject', 550, false],
  ]);
  expect(lines.filter(({ kind }) => kind === 'session')).toHaveLength(6);
  expect(lines.filter(({ kind }) => kind === 'process').length).toBeGreaterThanOrEqual(2);
  const last = lines.at(-1) as Record<string, number>;
  expect(last['diskWrittenBytes']).toBeGreaterThan(4 * MESSAGE.length);
});

test('an engine that nobody measures writes no trace', async () => {
  const lab = await startAdminLab({ trace: { enabled: false }, admin: { enabled: true, port: 0 } });
  await lab.send({ to: 'alice@example.com' });
  await lab.stop();
  expect(() => lab.trace()).toThrow('ENOENT');
});
