// The tests that a whitelist rule can skip (row 7.5), and sets of them. Sets are bit masks: the walk reads one at every stage.

/** The six columns of the guide's table of skipped tests. */
export const SKIPPABLE_TESTS = ['dnsbl', 'spf', 'antivirus', 'dkim', 'dmarc', 'smtpdRestrictions'] as const;
export type SkippableTest = (typeof SKIPPABLE_TESTS)[number];

/** A set of skippable tests as a bit mask; the bit of a test is its place in `SKIPPABLE_TESTS`. */
export type TestSet = number;

export const NO_TESTS: TestSet = 0;

export const testSet = (tests: readonly SkippableTest[]): TestSet =>
  tests.reduce((set, test) => set | (1 << SKIPPABLE_TESTS.indexOf(test)), NO_TESTS);

export const hasTest = (set: TestSet, test: SkippableTest): boolean =>
  (set & (1 << SKIPPABLE_TESTS.indexOf(test))) !== 0;
