import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { quarantineAnswer, quarantineViewAnswer } from '../../../src/engine/admin/operations/quarantine.ts';
import { type AdminLab, startAdminLab, until } from './admin-lab.ts';

const V1 = '/admin/v1';

describe('the admin API', () => {
  test('says that it runs, and since when', async () => {
    const { read } = await startAdminLab();
    const health = await read<{ upSeconds: number; rssBytes: number }>(`${V1}/health`);
    expect(health).toMatchObject({
      status: 'ok',
      version: '9.9.9',
      hostname: 'mail.example.com',
      traceDroppedLines: 0,
    });
    expect(health.rssBytes).toBeGreaterThan(1e6);
  });

  test('tells the effective configuration without its secrets', async () => {
    const { ask, read } = await startAdminLab({
      delivery: { relayHost: { host: 'relay.example', login: { user: 'me', password: 'relay-secret' } } },
    });
    const text = await (await ask(`${V1}/configuration`)).text();
    for (const secret of ['alice-secret', 'bob-secret', 'relay-secret']) expect(text).not.toContain(secret);
    const { settings } = JSON.parse(text) as {
      settings: { path: string; value: unknown; changed: boolean; row: string | null }[];
    };
    const find = (path: string) => settings.find((setting) => setting.path === path);
    expect(find('stages.greylist.periodSeconds')).toMatchObject({ value: 300, changed: false, row: '9.8' });
    expect(find('stages.greylist.enabled')).toMatchObject({ value: false, changed: true });
    expect(find('delivery.relayHost.login.password')).toMatchObject({ value: '(secret)' });
    const changed = await read<{ settings: { changed: boolean }[] }>(`${V1}/configuration?changed=true`);
    expect(changed.settings.every((setting) => setting.changed)).toBe(true);
    expect(changed.settings.length).toBeLessThan(settings.length / 2);
  });

  test('shows the lists and what a mail would meet there', async () => {
    const { read } = await startAdminLab({
      stages: {
        accessList: {
          whitelist: [{ name: 'friends', type: 'domain', match: 'friend.example' }],
          blacklist: [
            { name: 'pest', type: 'sender', match: '*@pest.example' },
            { name: 'off', type: 'subnet', match: '192.0.2.0/24', enabled: false, action: 'discard' },
          ],
        },
      },
    });
    const { rules } = await read<{ rules: { name: string; action: string | null }[] }>(`${V1}/lists`);
    expect(rules.map(({ name, action }) => [name, action])).toEqual([
      ['friends', null],
      ['pest', 'reject'],
      ['off', 'discard'],
    ]);
    const match = (query: string) => read(`${V1}/lists/match?${query}`);
    expect(await match('client=192.0.2.1&sender=a%40pest.example')).toMatchObject({
      verdict: 'reject',
      rules: [{ name: 'pest' }],
    });
    expect(await match('client=192.0.2.1&sender=a%40friend.example')).toMatchObject({
      verdict: 'accept',
      skips: ['spf', 'antivirus', 'dkim', 'dmarc', 'smtpdRestrictions'],
    });
    expect(await match('client=192.0.2.1')).toMatchObject({ verdict: 'accept', rules: [], skips: [] });
  });

  describe('quotas', () => {
    const used = (lab: AdminLab) => lab.read<{ accounts: unknown[]; next: string | null }>(`${V1}/quotas`);

    test('are listed a page at a time, and cleared for one or for all', async () => {
      const lab = await startAdminLab({
        domains: [{ name: 'example.com', limits: { dailyMessages: 10 } }],
      });
      for (const login of ['alice', 'bob', 'bob'])
        await lab.send({ login, from: `${login}@example.com`, to: 'bob@example.com' });
      expect(await used(lab)).toMatchObject({
        accounts: [
          { account: 'alice@example.com', messages: 1, dailyMessages: 10, dailyBytes: 0 },
          { account: 'bob@example.com', messages: 2 },
        ],
        next: null,
      });
      const first = await lab.read<{ next: string }>(`${V1}/quotas?limit=1`);
      expect(first.next).toBe('alice@example.com');
      expect((await lab.read<{ accounts: unknown[] }>(`${V1}/quotas?after=${first.next}`)).accounts).toHaveLength(1);
      expect(await lab.read(`${V1}/quotas/ALICE%40example.com`, { method: 'DELETE' })).toEqual({ cleared: 1 });
      expect((await lab.ask(`${V1}/quotas/alice%40example.com`, { method: 'DELETE' })).status).toBe(404);
      expect(await lab.read(`${V1}/quotas`, { method: 'DELETE' })).toEqual({ cleared: 1 });
      expect(await used(lab)).toEqual({ accounts: [], next: null });
      expect(
        lab.logged.filter(({ event }) => event.startsWith('admin.change')).map(({ event, facts }) => [event, facts]),
      ).toEqual([
        ['admin.change', { who: 'token-file', what: 'clearQuota', account: 'ALICE@example.com' }],
        [
          'admin.change.failed',
          {
            who: 'token-file',
            what: 'clearQuota',
            account: 'alice@example.com',
            error: 'HttpProblem: There is nothing of that name.',
          },
        ],
        ['admin.change', { who: 'token-file', what: 'clearQuotas', account: 'all', cleared: 1 }],
      ]);
    });
  });

  describe('the quarantine', () => {
    const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
    const sendVirus = (lab: AdminLab, subject: string) =>
      lab.send({ to: 'alice@example.com', message: `Subject: ${subject}\r\n\r\n${EICAR}\r\n.` });

    test('is listed, searched and opened as text', async () => {
      const lab = await startAdminLab();
      const ids = [await sendVirus(lab, 'one'), await sendVirus(lab, 'two <b>')];
      const page = await lab.read<{ items: { id: string; reason: string }[]; total: number }>(`${V1}/quarantine`);
      expect(quarantineAnswer.safeParse(page).success).toBe(true);
      expect(page.items.map(({ id }) => id).sort()).toEqual(ids);
      expect(page.items[0]).toMatchObject({ reason: 'virus', sender: 'planted-author@example.com' });
      expect(await lab.read(`${V1}/quarantine?text=two`)).toMatchObject({ total: 1 });
      expect(await lab.read(`${V1}/quarantine?reason=mcp`)).toMatchObject({ total: 0 });
      const view = await lab.read<{ text: string }>(`${V1}/quarantine/${ids[1]}`);
      expect(quarantineViewAnswer.safeParse(view).success).toBe(true);
      expect(view).toMatchObject({
        subject: 'two <b>',
        reasons: [{ stage: 'antivirus', verdict: 'quarantine', reason: 'virus' }],
      });
      expect(view.text).toContain('EICAR-STANDARD');
      expect((await lab.ask(`${V1}/quarantine/NOSUCH`)).status).toBe(404);
    });

    test('lets messages go or deletes them, and writes down who did it', async () => {
      const lab = await startAdminLab();
      const [one, two] = [await sendVirus(lab, 'one'), await sendVirus(lab, 'two')];
      expect(await lab.post(`${V1}/quarantine/release`, { ids: [one, 'NOSUCH'] })).toEqual({
        results: { [one]: 'done', NOSUCH: 'missing' },
      });
      expect(await lab.post(`${V1}/quarantine/delete`, { ids: [one, two] })).toEqual({
        results: { [one]: 'missing', [two]: 'done' },
      });
      expect(await lab.read(`${V1}/quarantine`)).toMatchObject({ items: [], total: 0 });
      const changes = lab.logged.filter(({ event }) => event === 'admin.change').map(({ facts }) => facts);
      expect(changes).toEqual([
        { who: 'token-file', what: 'releaseQuarantined', id: `${one} NOSUCH`, done: 1 },
        { who: 'token-file', what: 'deleteQuarantined', id: `${one} ${two}`, done: 1 },
      ]);
    });
  });

  describe('learning', () => {
    const learn = (lab: AdminLab, kind: string, message: string) =>
      lab.post(`${V1}/learning/messages`, { kind, message: Buffer.from(message).toString('base64') });

    test('takes messages as spam and as no spam, and takes a mistake back', async () => {
      const lab = await startAdminLab();
      const message = 'From: a@b.example\r\nSubject: cheap pills\r\n\r\nBuy cheap pills today\r\n';
      expect(await learn(lab, 'spam', message)).toEqual({ result: 'learned' });
      expect(await learn(lab, 'spam', message)).toEqual({ result: 'known' });
      expect(await lab.read(`${V1}/learning`)).toMatchObject({
        spam: 1,
        ham: 0,
        ready: false,
        reporting: false,
        reports: [],
      });
      expect(await learn(lab, 'ham', message)).toEqual({ result: 'corrected' });
      expect(await lab.read(`${V1}/learning`)).toMatchObject({ spam: 0, ham: 1 });
    });

    test('refuses what is no message in base64, and reports while nobody may report', async () => {
      const lab = await startAdminLab();
      await expect(lab.post(`${V1}/learning/messages`, { kind: 'spam', message: 'not base64!' })).rejects.toThrow(
        ': 400 ',
      );
      await expect(learn(lab, 'perhaps', 'x')).rejects.toThrow(': 400 ');
      await expect(lab.post(`${V1}/learning/run`)).rejects.toThrow(/: 409 .*antispam\.reporting/);
    });

    test('learns reported mail when told so', async () => {
      const lab = await startAdminLab({
        antispam: { reporting: { enabled: true, spamAddress: 'spam@example.com', nonSpamAddress: 'ham@example.com' } },
      });
      const report =
        'Subject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@pest.example\r\nSubject: pills\r\n\r\ncheap pills\r\n--b--\r\n.';
      await lab.send({ login: 'alice', from: 'alice@example.com', to: 'spam@example.com', message: report });
      await until(async () => (await lab.read<{ reports: unknown[] }>(`${V1}/learning`)).reports.length === 1);
      expect(await lab.post(`${V1}/learning/run`)).toEqual({ learned: 1, unusable: 0 });
      expect(await lab.read(`${V1}/learning`)).toMatchObject({ spam: 1, reports: [] });
    });
  });

  test('tells of the rules against spam and of the virus engines', async () => {
    const { read, ask } = await startAdminLab();
    expect(await read(`${V1}/antispam/rules`)).toMatchObject({ files: [], updated: null });
    expect(await read(`${V1}/antivirus`)).toMatchObject({ engines: expect.any(Array) });
    expect((await ask(`${V1}/antispam/rules/update`, { method: 'POST' })).status).toBe(409);
  });

  test('shows the certificate, and reads it again', async () => {
    const { read, post } = await startAdminLab();
    const certificate = await read(`${V1}/certificate`);
    expect(certificate).toMatchObject({ names: 'DNS:mail.example.com', selfMade: true });
    expect(await post(`${V1}/certificate/reload`)).toEqual({ renewed: false, certificate });
  });

  test('is described by a valid OpenAPI document, of which every address is there', async () => {
    const { read, ask } = await startAdminLab();
    const document = await read<{ paths: Record<string, Record<string, { operationId: string }>> }>(
      `${V1}/openapi.json`,
    );
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    for (const [path, methods] of Object.entries(document.paths)) {
      const address = path.replace(/\{\w+\}/g, 'NOSUCH');
      const response = await ask(address, { method: 'PATCH' });
      expect([path, response.status]).toEqual([path, 405]);
      for (const method of Object.keys(methods)) expect(response.headers.get('allow')).toContain(method.toUpperCase());
    }
    const names = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});
