import { describe, expect, test } from 'vitest';
import { configurationSchema } from '../../../src/config/schema.ts';
import { antispam, antispamEvidence, antispamLearning } from '../../../src/stages/antispam/stage.ts';

const found = (facts: object) => antispamEvidence.parse(facts);
const options = (settings: object) => antispam.options.parse(settings);

describe('9.1 antispam', () => {
  test('marks from the threshold on, with the tag for the subject', () => {
    const tagged = options({ subjectPrefix: '[SPAM] ' });
    expect(antispam.decide(found({ score: 5.9 }), tagged)).toEqual({ kind: 'accept' });
    expect(antispam.decide(found({ score: 6 }), tagged)).toEqual({
      kind: 'accept',
      mark: { kind: 'spam', score: 6, subjectPrefix: '[SPAM] ' },
    });
  });
  test('takes four points off what comes from whom a user has written to, unless that is switched off', () => {
    const friend = found({ score: 9, wroteTo: true });
    expect(antispam.decide(friend, options({}))).toEqual({ kind: 'accept' });
    expect(antispam.decide(found({ score: 10, wroteTo: true }), options({}))).toMatchObject({ mark: { score: 6 } });
    expect(antispam.decide(friend, options({ autoWhitelist: false }))).toMatchObject({ mark: { score: 9 } });
  });
  test.each([
    ['attachment', 'attachment'],
    ['plainText', 'plainText'],
    ['no', undefined],
  ])('encapsulates spam as told: %s', (encapsulate, mark) => {
    const verdict = antispam.decide(found({ score: 7 }), options({ encapsulate }));
    expect(verdict.kind === 'accept' && verdict.mark?.kind === 'spam' && verdict.mark.encapsulate).toBe(mark);
  });
  test('judges evidence that an older version recorded', () => {
    expect(antispam.decide(found({ score: 6 }), options({}))).toMatchObject({ mark: { kind: 'spam' } });
  });
});

describe('9.3 custom filters', () => {
  const filters = options({
    addressFilters: [
      { sender: '*@friend.example', action: 'nonSpam' },
      { sender: '*', recipient: 'shop@example.net', action: 'spam' },
    ],
    attachmentFilters: ['exe'],
  });
  const friend = { sender: '*@friend.example', recipient: '*' };
  test('mark whatever the score', () => {
    expect(antispam.decide(found({ score: 99, addressFilter: friend }), filters)).toEqual({ kind: 'accept' });
    const pest = { sender: '*', recipient: 'shop@example.net' };
    expect(antispam.decide(found({ score: -9, addressFilter: pest }), filters)).toMatchObject({ mark: { score: -9 } });
    expect(antispam.decide(found({ score: 0, attachment: 'exe' }), filters)).toMatchObject({ mark: { kind: 'spam' } });
  });
  test('by address go before those by attachment', () => {
    expect(antispam.decide(found({ score: 0, addressFilter: friend, attachment: 'exe' }), filters).kind).toBe('accept');
    expect(antispam.decide(found({ score: 0, addressFilter: friend, attachment: 'exe' }), filters)).toEqual({
      kind: 'accept',
    });
  });
  test('that the settings no longer hold say nothing', () => {
    expect(antispam.decide(found({ score: 0, addressFilter: { sender: 'x', recipient: '*' } }), filters)).toEqual({
      kind: 'accept',
    });
    expect(antispam.decide(found({ score: 0, attachment: 'zip' }), filters)).toEqual({ kind: 'accept' });
  });
  test.each([
    ['.exe', 'exe'],
    ['*.Tar.GZ', 'tar.gz'],
    ['image/*', 'image/*'],
  ])('take %s for the file type %s', (written, fileType) => {
    expect(options({ attachmentFilters: [written] }).attachmentFilters).toEqual([fileType]);
  });
});

describe('9.5 keyword filters', () => {
  const groups = (enabled: boolean) =>
    options({
      keywordGroups: [
        {
          name: 'money',
          enabled,
          filters: [
            { keyword: 'lottery', score: 4 },
            { keyword: 'prize', score: 2.5 },
          ],
        },
        { name: 'names', filters: [{ keyword: 'lottery', target: 'title', score: -1 }] },
      ],
    });
  const lottery = { group: 'money', keyword: 'lottery' };
  const prize = { group: 'money', keyword: 'prize' };
  test('add their points to the score, each once', () => {
    const both = found({ score: 0, keywords: [lottery, prize, prize] });
    expect(antispam.decide(both, groups(true))).toMatchObject({ mark: { score: 6.5 } });
    expect(antispam.decide(found({ score: 0, keywords: [lottery] }), groups(true))).toEqual({ kind: 'accept' });
    expect(
      antispam.decide(found({ score: 7, keywords: [{ group: 'names', keyword: 'lottery' }] }), groups(true)),
    ).toMatchObject({ mark: { score: 6 } });
  });
  test('of a group that is switched off add none', () => {
    expect(antispam.decide(found({ score: 0, keywords: [lottery, prize] }), groups(false))).toEqual({ kind: 'accept' });
  });
  test.each([
    ['look-around', 'foo(?=bar)'],
    ['a back-reference', '(a)\\1'],
    ['a possessive quantifier', 'a++b'],
    ['an open parenthesis', '(a'],
    ['properties of Unicode', '\\p{L}'],
    ['a repeat count beyond measure', '(?:(?:a{1,900}){1,900}){1,900}'],
    ['code', '(?{ print })'],
  ])('with %s are refused when they are saved', (_what, keyword) => {
    const parsed = antispam.options.safeParse({
      keywordGroups: [{ name: 'x', filters: [{ keyword, regex: true, score: 1 }] }],
    });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.path).toEqual(['keywordGroups', 0, 'filters', 0, 'keyword']);
    const plain = { keywordGroups: [{ name: 'x', filters: [{ keyword, score: 1 }] }] };
    expect(antispam.options.safeParse(plain).success).toBe(true);
  });
  test('that run away elsewhere are taken, since here they cannot', () => {
    const filters = ['(a+)+$', '(?i)(x|xx)*y', '(?:a{1,30}){1,30}$'].map((keyword) => ({
      keyword,
      regex: true,
      score: 1,
    }));
    expect(antispam.options.safeParse({ keywordGroups: [{ name: 'x', filters }] }).success).toBe(true);
  });
});

describe('9.6 auto learning', () => {
  const learning = options({ autoLearning: { enabled: true, spamScore: 10, nonSpamScore: 0.5 }, keywordGroups: [] });
  test.each([
    [10, 'spam'],
    [9.9, null],
    [0.5, null],
    [0.4, 'ham'],
  ])('a score of %d: %s', (score, kind) => {
    expect(antispamLearning(found({ score }), learning)).toBe(kind);
  });
  test('leaves out what the classifier itself has said, and whom users write to', () => {
    expect(antispamLearning(found({ score: 12, learned: 5 }), learning)).toBeNull();
    expect(antispamLearning(found({ score: -2, learned: -3 }), learning)).toBeNull();
    expect(antispamLearning(found({ score: 2, wroteTo: true }), learning)).toBeNull();
  });
  test('learns nothing from what filters say, and nothing when it is off', () => {
    const filtered = options({ attachmentFilters: ['exe'], autoLearning: { enabled: true } });
    expect(antispamLearning(found({ score: 50, attachment: 'exe' }), filtered)).toBeNull();
    expect(antispamLearning(found({ score: 50 }), options({}))).toBeNull();
  });
});

describe('the price of a visit', () => {
  const cost = {
    cpuSeconds: 0.001,
    cpuSecondsPerMiB: 0,
    cpuSecondsPerTextMiB: 1,
    readOperations: 0,
    writeOperations: 0,
    dnsRounds: 0,
    memoryBytes: 0,
  };
  const traits = { sizeBytes: 1, textBytes: 1024 ** 2, recipients: 1 };
  test('grows with the number of rules and filters, over the text', () => {
    const price = (settings: object) => antispam.demand(traits, options(settings), cost).cpuSeconds;
    const none = price({});
    expect(none).toBeCloseTo(1.001, 9);
    const thousand = price({ spamAssassinRules: { assumedCount: 1000 } });
    expect(thousand).toBeGreaterThan(none);
    expect(price({ spamAssassinRules: { assumedCount: 2000 } }) - none).toBeCloseTo(2 * (thousand - none), 9);
    expect(price({ spamAssassinRules: { enabled: false, assumedCount: 1000 } })).toBe(none);
    const filters = Array.from({ length: 10 }, (_, place) => ({ keyword: `word${place}`, score: 1 }));
    expect(price({ keywordGroups: [{ name: 'x', filters }] }) - none).toBeCloseTo((thousand - none) / 100, 9);
  });
});

describe('settings of reporting (row 9.6)', () => {
  const configuration = (reporting: object) =>
    configurationSchema.safeParse({
      plimsoll: 1,
      domains: ['example.net'],
      accounts: [{ address: 'ann@example.net', passwordHash: 'scrypt$x' }],
      antispam: { reporting: { enabled: true, ...reporting } },
    });
  const faults = (reporting: object) =>
    (configuration(reporting).error?.issues ?? []).map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);
  test('take two addresses of this server that no account has', () => {
    expect(faults({ spamAddress: 'spam@example.net', nonSpamAddress: 'ham@example.net' })).toEqual([]);
  });
  test('refuse a user name of an account, a foreign domain and one address for both', () => {
    expect(faults({ spamAddress: 'Ann@example.net', nonSpamAddress: 'ham@example.org' })).toEqual([
      'spamAddress: a user name that no account has (row 9.6)',
      'nonSpamAddress: an address in a domain of this server',
    ]);
    expect(faults({ spamAddress: 'spam@example.net', nonSpamAddress: 'Spam@example.net' })).toEqual([
      'nonSpamAddress: another address than for spam',
    ]);
    expect(faults({})).not.toEqual([]);
  });
});
