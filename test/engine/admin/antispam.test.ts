import { describe, expect, test } from 'vitest';
import { startAdminLab, until } from './admin-lab.ts';

const V1 = '/admin/v1';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('rules of SpamAssassin (row 9.4)', () => {
  test('are imported, switched off and on, exported and deleted, and their idle lines told', async () => {
    const { ask, read, post, logged } = await startAdminLab();
    const own = 'body OWN /hello/\nuse_razor2 1\nbody BAD /(/\n';
    expect(await post(`${V1}/antispam/rules`, { name: 'own.cf', content: base64(own) })).toMatchObject({
      rules: 1,
      problems: [{ file: 'own.cf', line: 2 }, { line: 3 }],
    });
    expect(await read(`${V1}/antispam/rules`)).toMatchObject({ files: [{ name: 'own.cf', enabled: true }] });
    expect(await post(`${V1}/antispam/rules/own.cf/disable`)).toEqual({ name: 'own.cf' });
    expect(await read(`${V1}/antispam/rules`)).toMatchObject({ files: [{ enabled: false }] });
    expect(await read(`${V1}/antispam/rules/own.cf`)).toEqual({ name: 'own.cf', content: base64(own) });
    expect(await ask(`${V1}/antispam/rules/own.cf`, { method: 'DELETE' })).toMatchObject({ status: 200 });
    expect(await ask(`${V1}/antispam/rules/own.cf`)).toMatchObject({ status: 404 });
    const changes = logged.filter(({ event }) => event === 'admin.change').map(({ facts }) => facts['what']);
    expect(changes).toEqual(['importSpamRules', 'disableSpamRules', 'deleteSpamRules']);
  });
  test('of an impossible name are refused, and reads lead nowhere', async () => {
    const { ask } = await startAdminLab();
    const body = JSON.stringify({ name: '../own.cf', content: base64('body A /a/') });
    const headers = { 'Content-Type': 'application/json' };
    expect(await ask(`${V1}/antispam/rules`, { method: 'POST', body, headers })).toMatchObject({ status: 422 });
    expect(await ask(`${V1}/antispam/rules/..%2f..%2fkey`)).toMatchObject({ status: 404 });
  });
  test('tell the lines that have no effect, page by page', async () => {
    const { read, post } = await startAdminLab({ stages: { greylist: { enabled: false } } });
    const lines = Array.from({ length: 5 }, (_, index) => `setting_${index} 1`).join('\n');
    await post(`${V1}/antispam/rules`, { name: 'own.cf', content: base64(`body A /a/\n${lines}\n`) });
    const first = await read<{ problems: { line: number }[]; next: string }>(`${V1}/antispam/rules/problems?limit=3`);
    expect(first.problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    const rest = await read(`${V1}/antispam/rules/problems?limit=3&after=${first.next}`);
    expect(rest).toMatchObject({ problems: [{ line: 5 }, { line: 6 }], next: null });
  });
});

describe('reported mail (row 9.6)', () => {
  const reporting = { enabled: true, spamAddress: 'spam@example.com', nonSpamAddress: 'ham@example.com' };
  test('is shown, learned and deleted one by one', async () => {
    const lab = await startAdminLab({ antispam: { reporting } });
    const report = (subject: string) =>
      `From: alice@example.com\r\nSubject: ${subject}\r\nContent-Type: message/rfc822\r\n\r\nSubject: prize\r\nMessage-ID: <${subject}@x>\r\n\r\nmoney\r\n.`;
    const list = () => lab.read<{ reports: { id: string }[] }>(`${V1}/learning`);
    for (const [index, subject] of ['one', 'two'].entries()) {
      await lab.send({ from: 'alice@example.com', to: 'spam@example.com', login: 'alice', message: report(subject) });
      await until(async () => (await list()).reports.length === index + 1);
    }
    expect(await lab.read(`${V1}/learning/reports/spam.INBOX.1`)).toMatchObject({
      subject: 'one',
      from: 'alice@example.com',
    });
    expect(await lab.post(`${V1}/learning/reports/learn`, { ids: ['spam.INBOX.1'] })).toEqual({
      learned: 1,
      unusable: 0,
    });
    expect(await lab.post(`${V1}/learning/reports/delete`, { ids: ['spam.INBOX.2'] })).toEqual({ deleted: 1 });
    expect((await list()).reports).toEqual([]);
    expect(await lab.read(`${V1}/learning`)).toMatchObject({ spam: 1, ham: 0 });
  });
  test('is none where reporting is switched off', async () => {
    const { ask } = await startAdminLab();
    expect(await ask(`${V1}/learning/reports/spam.INBOX.1`)).toMatchObject({ status: 409 });
  });
});
