import { beforeEach, describe, expect, test } from 'vitest';
import { queueAnswer, queueMessageAnswer, queueShapeAnswer } from '../../../src/engine/admin/operations/queue.ts';
import { type AdminLab, startAdminLab, until } from './admin-lab.ts';

type Page = {
  messages: { id: string; state: string; recipients: { address: string; tries: number }[] }[];
  next: string | null;
};

const QUEUE = '/admin/v1/queue';
let lab: AdminLab;
const counts = () => lab.read<Record<string, number>>(`${QUEUE}/counts`);
/** A message that was tried and waits. */
async function deferred(to = 'who@away.example'): Promise<string> {
  const id = await lab.send({ to });
  await until(async () => (await lab.read<{ state: string }>(`${QUEUE}/${id}`)).state === 'deferred');
  return id;
}

beforeEach(async () => {
  lab = await startAdminLab();
});

describe('the queue over HTTP', () => {
  test('lists what waits, with its reason, a page at a time, and by state and text', async () => {
    const ids = [
      await deferred('a@away.example'),
      await deferred('b@away.example'),
      await deferred('c@away.example'),
    ].sort();
    const first = await lab.read<Page>(`${QUEUE}?limit=2`);
    expect(queueAnswer.safeParse(first).success).toBe(true);
    expect(first.messages.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await lab.read<Page>(`${QUEUE}?limit=2&after=${first.next}`);
    expect(second.messages.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.next).toBeNull();
    expect((await lab.read<Page>(`${QUEUE}?state=hold`)).messages).toEqual([]);
    const [found] = (await lab.read<Page>(`${QUEUE}?search=B%40away`)).messages;
    expect(found?.recipients).toMatchObject([{ address: 'b@away.example', fate: 'waiting', tries: 1 }]);
    expect(await counts()).toEqual({ incoming: 0, active: 0, deferred: 3, hold: 0 });
  });

  test('shows a message with header and trail, its shape and its destinations', async () => {
    const id = await deferred();
    const shown = await lab.read<{ header: string; trail: { stage: string }[] }>(`${QUEUE}/${id}`);
    expect(queueMessageAnswer.safeParse(shown).success).toBe(true);
    expect(shown.header).toContain('Subject: planted-subject');
    expect(shown.trail.map(({ stage }) => stage)).toContain('antivirus');
    const shape = await lab.read(`${QUEUE}/shape`);
    expect(queueShapeAnswer.parse(shape).rows).toMatchObject([{ domain: 'away.example', total: 1 }]);
    expect(await lab.read(`${QUEUE}/destinations`)).toMatchObject({ destinations: expect.any(Array) });
  });

  test('holds, releases, resends and clears messages by id', async () => {
    const [one, two] = [await deferred(), await deferred()];
    expect(await lab.post(`${QUEUE}/hold`, { ids: [one, 'NOSUCHID'] })).toEqual({ done: 1 });
    expect(await counts()).toMatchObject({ hold: 1, deferred: 1 });
    expect(await lab.post(`${QUEUE}/hold`, { ids: [one] })).toEqual({ done: 0 });
    expect(await lab.post(`${QUEUE}/release`, { ids: [one] })).toEqual({ done: 1 });
    expect(await counts()).toMatchObject({ hold: 0, deferred: 2 });
    expect(await lab.post(`${QUEUE}/resend`, { ids: [two] })).toEqual({ done: 1 });
    const tries = await until(async () => {
      const { recipients } = await lab.read<Page['messages'][0]>(`${QUEUE}/${two}`);
      return (recipients[0]?.tries ?? 0) > 1 && recipients[0]?.tries;
    });
    expect(tries).toBe(2);
    expect(await lab.post(`${QUEUE}/clear`, { ids: [one] })).toEqual({ done: 1 });
    expect((await lab.ask(`${QUEUE}/${one}`)).status).toBe(404);
  });

  test('does it to all, and only when told so', async () => {
    await deferred();
    await deferred();
    for (const body of [{}, { ids: [] }, { all: false }, { all: true, ids: ['A'] }, 'all'])
      await expect(lab.post(`${QUEUE}/clear`, body)).rejects.toThrow(/: 400 /);
    expect(await lab.post(`${QUEUE}/hold`, { all: true })).toEqual({ done: 2 });
    expect(await lab.post(`${QUEUE}/clear`, { all: true })).toEqual({ done: 2 });
    expect(await counts()).toEqual({ incoming: 0, active: 0, deferred: 0, hold: 0 });
  });

  test('writes down who changed what, and not who only looked', async () => {
    const id = await deferred();
    await lab.read(QUEUE);
    await lab.post(`${QUEUE}/hold`, { ids: [id] });
    const changes = lab.logged.filter(({ event }) => event === 'admin.change');
    expect(changes.map(({ facts }) => facts)).toEqual([{ who: 'token-file', what: 'holdMessages', id, done: 1 }]);
    expect(lab.logged.filter(({ event }) => event === 'queue.audit').map(({ facts }) => facts)).toEqual([
      { action: 'hold', id, by: 'token-file' },
    ]);
  });

  test('tells Prometheus how much waits', async () => {
    await deferred();
    const text = await (await lab.ask('/metrics')).text();
    expect(text).toContain('plimsoll_queue_messages{state="deferred"} 1');
  });
});
