import { describe, expect, test } from 'vitest';
import { decodeEntry } from '../../../src/engine/queue/entry.ts';
import { HTML_TAGS } from '../../../src/pipeline/rewrite-plan.ts';
import type { Mark } from '../../../src/pipeline/verdict.ts';
import { openLab, to } from '../queue/queue-lab.ts';
import { startData, startSmtp } from '../smtp/smtp-lab.ts';

const MARK: Mark = {
  kind: 'rewrite',
  plan: { disarm: HTML_TAGS, highlightPhishing: false, htmlToText: false },
  spared: 'none',
};
const MESSAGE = 'Subject: x\r\nContent-Type: text/html\r\n\r\n<b>hello</b><script>x</script>\r\n';
const SAFE = '<b>hello</b><!-- removed -->\r\n';

describe('what content scan decided is done at delivery', () => {
  test('to mailboxes and to other servers', async () => {
    const { submit, texts, relay, pass } = await openLab();
    await submit({ recipients: [to('ann@example.org'), to('x@far.example')], marks: [MARK] }, MESSAGE);
    await pass(1);
    const [here = ''] = await texts('ann@example.org');
    expect(here).toContain('X-Content-Scan: rewritten\r\n');
    expect(here.endsWith(`\r\n\r\n${SAFE}`)).toBe(true);
    expect(relay.taken).toHaveLength(1);
    expect(relay.taken[0]?.text.endsWith(`\r\n\r\n${SAFE}`)).toBe(true);
  });
  test('not in quarantine, where an administrator sees what came', async () => {
    const { submit, disk } = await openLab();
    await submit({ recipients: [to('ann@example.org', { fate: 'quarantine' })], marks: [MARK] }, MESSAGE);
    const entry = decodeEntry((await disk.fs.read('/data/quarantine/Q1')) ?? Buffer.alloc(0));
    expect(entry?.message.toString()).toBe(MESSAGE);
  });
  test('the negative control: without the mark the message is delivered as it came', async () => {
    const { submit, texts } = await openLab();
    await submit({ recipients: [to('ann@example.org')] }, MESSAGE);
    expect((await texts('ann@example.org'))[0]?.endsWith(`\r\n\r\n<b>hello</b><script>x</script>\r\n`)).toBe(true);
  });
  test('by the templates that the configuration has', async () => {
    const templates = {
      virusQuarantined: { subject: 'Zurückgehalten', body: 'Absender: {sender}' },
      virusDeleted: { subject: '', body: '' },
    };
    const { submit, texts } = await openLab({ options: { templates } });
    await submit(
      { sender: 's@far.example', recipients: [to('ann@example.org', { fate: 'quarantine', notify: true })] },
      MESSAGE,
    );
    const [notice = ''] = await texts('ann@example.org');
    expect(notice).toContain('Absender: s@far.example');
    expect(notice).not.toContain('hello');
  });
});

describe('a message that the rules on content delete', () => {
  const rules = [{ name: 'r', target: 'subject', pattern: 'plans' }];
  const send = async (stages: Record<string, Record<string, unknown>>) => {
    const lab = await startSmtp({ stages, observers: { mcp: async () => ({ matched: ['r'], untried: [] }) } });
    const client = await lab.connect();
    await startData(client);
    client.send('Subject: plans\r\n\r\nx\r\n.\r\n');
    return { reply: await client.reply(), kept: lab.kept };
  };
  test('is answered with 250 and goes to nobody', async () => {
    const { reply, kept } = await send({ mcp: { enabled: true, rules, action: 'delete' } });
    expect(reply).toMatch(/^250/);
    expect(kept).toEqual([]);
  });
  test('goes to the mailbox that the rules forward to, and only there', async () => {
    const { reply, kept } = await send({
      mcp: { enabled: true, rules, action: 'delete', forwardTo: 'bob@example.org' },
    });
    expect(reply).toMatch(/^250/);
    expect(kept[0]?.envelope.recipients).toMatchObject([{ address: 'bob@example.org', fate: 'deliver' }]);
  });
  test('that they quarantine is kept for its recipient, and forwarded', async () => {
    const { kept } = await send({
      mcp: { enabled: true, rules, action: 'quarantine', forwardTo: 'legal@far.example' },
    });
    expect(kept[0]?.envelope.recipients).toMatchObject([
      { address: 'ann@example.org', fate: 'quarantine' },
      { address: 'legal@far.example', account: null, fate: 'deliver' },
    ]);
  });
});
