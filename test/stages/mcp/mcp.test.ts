import { describe, expect, test } from 'vitest';
import { createMcpObserver, observeMcp } from '../../../src/stages/mcp/observe.ts';
import { mcp, mcpOptions } from '../../../src/stages/mcp/stage.ts';
import { mail, portsWith, subjectWith } from '../observe/fixtures.ts';

type Rule = Record<string, unknown>;
const optionsWith = (rules: readonly Rule[], more: Record<string, unknown> = {}) =>
  mcpOptions.parse({ enabled: true, rules: rules.map((rule, index) => ({ name: `r${index}`, ...rule })), ...more });
const MESSAGE = mail(
  'From: "The Boss" <boss@partner.example>',
  'To: Ann <ann@example.net>',
  'Cc: carl@example.net',
  'Subject: =?utf-8?Q?Top_Secr=C3=A9t?= plans',
  'X-Class: internal   only',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=c',
  '',
  '--c',
  'Content-Type: text/html',
  '',
  '<p>Project <b>Blue</b>bird, do not&nbsp;share. Card 4111 1111 1111 1111</p>',
  '--c',
  "Content-Type: application/octet-stream; name*0*=utf-8''..%2F..%2Finv; name*1*=oice%E2%80%AEfdp.exe",
  '',
  'x',
  '--c--',
);
const look = (rules: readonly Rule[], message = MESSAGE, observe = observeMcp) =>
  observe(
    subjectWith({
      phase: 'data',
      recipient: null,
      message,
      sender: 'bounce@partner.example',
      recipients: ['hidden@example.net'],
    }),
    optionsWith(rules),
    portsWith({ names: {} }),
  );

describe('a rule on content', () => {
  test.each<[Rule, boolean]>([
    [{ target: 'subject', pattern: 'secrét' }, true],
    [{ target: 'subject', pattern: 'secrét', caseSensitive: true }, false],
    [{ target: 'subject', pattern: 'Secrét', caseSensitive: true }, true],
    [{ target: 'subject', relation: 'equals', pattern: 'top secrét plans' }, true],
    [{ target: 'subject', relation: 'equals', pattern: 'top secrét' }, false],
    [{ target: 'subject', relation: 'matches', pattern: '^top\\b.*plans$' }, true],
    [{ target: 'subject', relation: 'matches', pattern: '^TOP', caseSensitive: true }, false],
    [{ target: 'contents', pattern: 'project bluebird, do not share' }, true],
    [{ target: 'contents', pattern: 'top secrét' }, true],
    [{ target: 'contents', pattern: '<b>' }, false],
    [{ target: 'contents', relation: 'matches', pattern: '\\b(?:\\d{4} ?){4}\\b' }, true],
    [{ target: 'sender', pattern: 'boss@partner' }, true],
    [{ target: 'sender', relation: 'equals', pattern: 'bounce@partner.example' }, true],
    [{ target: 'receiver', pattern: 'carl@example.net' }, true],
    [{ target: 'receiver', pattern: 'hidden@example.net' }, true],
    [{ target: 'receiver', pattern: 'boss' }, false],
    [{ target: 'header', header: 'X-Class', pattern: 'internal only' }, true],
    [{ target: 'header', header: 'X-None', pattern: 'internal only' }, false],
    [{ target: 'attachmentName', relation: 'matches', pattern: '\\.exe$' }, true],
    [{ target: 'attachmentName', relation: 'equals', pattern: 'invoicefdp.exe' }, true],
    [{ target: 'contents', pattern: 'bluebird', enabled: false }, false],
  ])('%j: %s', async (rule, wanted) => {
    expect((await look([rule])).matched).toEqual(wanted ? ['r0'] : []);
  });
  test('several are told by their names, in their order', async () => {
    const rules = [
      { target: 'contents', pattern: 'nothing' },
      { target: 'subject', pattern: 'plans' },
      { target: 'contents', pattern: 'card' },
    ];
    expect(await look(rules)).toEqual({ matched: ['r1', 'r2'], untried: [] });
  });
  test('those there is no time for are told', async () => {
    let now = 0;
    const slow = createMcpObserver(() => {
      now += 2;
      return now;
    });
    const rules = Array.from({ length: 6 }, () => ({ target: 'contents', pattern: 'card' }));
    const { matched, untried } = await look(rules, MESSAGE, slow);
    expect(matched.length).toBeGreaterThan(0);
    expect(untried.length).toBeGreaterThan(0);
    expect([...matched, ...untried]).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
  });
  test('of hostile form, on hostile text, ends in time, and others get their turn', async () => {
    let turns = 0;
    let running = true;
    const others = (async () => {
      while (running) {
        turns += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const patterns = [
      '(a+)+$',
      '(a|a)*b',
      '(a|aa)+$',
      '(.*)*x',
      '(a{1,60})+$',
      '((a{1,8}){1,8})$',
      '^(([a-z])+.)+[A-Z]([a-z])+$',
    ];
    const rules = Array.from({ length: 50 }, (_, i) => ({
      target: 'contents',
      relation: 'matches',
      pattern: patterns[i % patterns.length],
    }));
    const started = performance.now();
    await look(rules, mail('Subject: x', '', 'a'.repeat(500_000)));
    running = false;
    await others;
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(turns).toBeGreaterThan(3);
  }, 40_000);
});

describe('settings of the rules', () => {
  test.each<[Rule, RegExp]>([
    [{ target: 'header', pattern: 'x' }, /header/],
    [{ target: 'subject', relation: 'matches', pattern: '(a)\\1' }, /back-references/],
    [{ target: 'subject', relation: 'matches', pattern: '(?=x)' }, /look-around/],
    [{ target: 'subject', relation: 'matches', pattern: '(' }, /regular expression/],
    [{ target: 'subject', pattern: 'x'.repeat(1025) }, /1024/],
    [{ target: 'nowhere', pattern: 'x' }, /target/],
  ])('%j is refused', (rule, why) => {
    expect(() => optionsWith([rule])).toThrow(why);
  });
  test('a name stands once', () => {
    expect(() =>
      optionsWith([
        { name: 'a', target: 'subject', pattern: 'x' },
        { name: 'a', target: 'subject', pattern: 'y' },
      ]),
    ).toThrow(/no other rule/);
  });
  test('an honest regular expression with brackets is taken as plain text where nothing else is said', () => {
    expect(optionsWith([{ target: 'subject', pattern: '(' }]).rules).toHaveLength(1);
  });
});

describe('9.14 message content protection', () => {
  const rules = [
    { target: 'subject', pattern: 'a', score: 2 },
    { target: 'subject', pattern: 'b', score: 1.5 },
    { target: 'subject', pattern: 'c', score: -5 },
    { target: 'subject', pattern: 'd', score: 9, enabled: false },
  ];
  const decide = (matched: readonly string[], more: Record<string, unknown> = {}) =>
    mcp.decide({ matched: [...matched], untried: [] }, optionsWith(rules, { threshold: 3, ...more }));
  test.each([
    [[], 'accept'],
    [['r0'], 'accept'],
    [['r0', 'r1'], 'quarantine'],
    [['r0', 'r1', 'r2'], 'accept'],
    [['r3'], 'accept'],
    [['of another configuration'], 'accept'],
  ])('%j: %s', (matched, kind) => {
    expect(decide(matched).kind).toBe(kind);
  });
  test('acts from the threshold on, not only beyond it', () => {
    expect(decide(['r0', 'r1'], { threshold: 3.5 }).kind).toBe('quarantine');
    expect(decide(['r0', 'r1'], { threshold: 3.51 }).kind).toBe('accept');
  });
  test('does nothing to a message that no rule fits, whatever the threshold', () => {
    expect(decide([], { threshold: -1 })).toEqual({ kind: 'accept' });
  });
  test.each([
    ['quarantine', 'quarantine'],
    ['delete', 'discard'],
    ['deliver', 'accept'],
  ] as const)('action %s: %s', (action, kind) => {
    expect(decide(['r0', 'r1'], { action })).toMatchObject({ kind, mark: { kind: 'mcp', score: 3.5 } });
  });
  test('tells the sender only of what was blocked, and forwards in any case', () => {
    const more = { notifySender: true, forwardTo: 'legal@example.com' };
    expect(decide(['r0', 'r1'], { ...more, action: 'deliver' })).toMatchObject({
      mark: { notifySender: false, forwardTo: 'legal@example.com' },
    });
    expect(decide(['r0', 'r1'], more)).toMatchObject({ mark: { notifySender: true, forwardTo: 'legal@example.com' } });
  });
  test('costs by its rules and the text', () => {
    const cost = {
      cpuSeconds: 1,
      cpuSecondsPerMiB: 0,
      cpuSecondsPerTextMiB: 10,
      readOperations: 0,
      writeOperations: 0,
      dnsRounds: 0,
      memoryBytes: 0,
    };
    const traits = { sizeBytes: 1, textBytes: 1024 ** 2, recipients: 1 };
    expect(mcp.demand(traits, optionsWith([]), cost).cpuSeconds).toBe(1);
    expect(mcp.demand(traits, optionsWith(rules), cost).cpuSeconds).toBe(31);
  });
});
