// Random evidence for every stage, for the property tests of the twin. The schemas of the stages are the contract: every
// arbitrary is checked against its schema by a test.
import fc from 'fast-check';
import { RULE_TYPES } from '../../src/stages/access-list/stage.ts';
import type { EvidenceOf, StageName } from '../../src/stages/index.ts';
import { SPF_RESULTS } from '../../src/stages/spf/stage.ts';

const count = fc.nat({ max: 200 });

/** Zones and sources that the settings of the test name, and some that they do not. */
export const ZONES = ['bl.one.example', 'bl.two.example', 'wl.example'];
export const SOURCES = ['192.0.2.0/24', 'friend.example', '198.51.100.7'];

const HARSH: { readonly [N in StageName]: fc.Arbitrary<EvidenceOf<N>> } = {
  connectionPolicy: fc.record({
    concurrentConnections: count,
    connectionsThisMinute: count,
    messagesThisMinute: count,
  }),
  accessList: fc.record({
    known: fc.constantFrom('client', 'envelope'),
    white: fc.uniqueArray(fc.constantFrom(...RULE_TYPES), { maxLength: 3 }),
    black: fc.array(fc.constantFrom('reject', 'discard'), { maxLength: 2 }),
  }),
  dnsbl: fc.record({
    listedOn: fc.subarray([...ZONES, 'unknown.example']),
    unanswered: fc.subarray(ZONES),
  }),
  unknownClient: fc.record({ hostname: fc.constantFrom('verified', 'unknown', 'temperror') }),
  spf: fc.record({ result: fc.constantFrom(...SPF_RESULTS) }),
  greylist: fc.record({
    matchedSource: fc.option(fc.constantFrom(...SOURCES, 'nobody.example'), { nil: null }),
    ageSeconds: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
  }),
  antivirus: fc
    .record({ outcome: fc.constantFrom('clean', 'infected', 'unscannable', 'tooLarge', 'failed'), virus: fc.string() })
    .map(({ outcome, virus }) => ({ outcome, virus: outcome === 'infected' ? virus : null })),
  antispam: fc.record({ score: fc.double({ min: -50, max: 50, noNaN: true }) }),
};

/** Evidence that every stage lets pass whatever its settings, but for the greylist's default action. */
const MILD: { readonly [N in StageName]: EvidenceOf<N> } = {
  connectionPolicy: { concurrentConnections: 1, connectionsThisMinute: 1, messagesThisMinute: 1 },
  accessList: { known: 'envelope', white: [], black: [] },
  dnsbl: { listedOn: [], unanswered: [] },
  unknownClient: { hostname: 'verified' },
  spf: { result: 'pass' },
  greylist: { matchedSource: SOURCES[0] ?? null, ageSeconds: 1000 },
  antivirus: { outcome: 'clean', virus: null },
  antispam: { score: -50 },
};

/** Mild evidence three times in four, so that a walk over all stages often reaches the last one. */
export const EVIDENCE = Object.fromEntries(
  Object.entries(HARSH).map(([name, harsh]) => [
    name,
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(MILD[name as StageName]) },
      { weight: 1, arbitrary: harsh as fc.Arbitrary<unknown> },
    ),
  ]),
) as unknown as typeof HARSH;

/** Random settings: each stage on or off, each policy knob at several places. */
export const SETTINGS = fc.record({
  connectionPolicy: fc.record({
    enabled: fc.boolean(),
    maxConcurrentConnections: fc.option(fc.integer({ min: 1, max: 150 }), { nil: null }),
    maxConnectionsPerMinute: fc.option(fc.integer({ min: 1, max: 150 }), { nil: null }),
    maxMessagesPerMinute: fc.option(fc.integer({ min: 1, max: 150 }), { nil: null }),
  }),
  accessList: fc.record({ enabled: fc.boolean() }),
  dnsbl: fc.record({
    enabled: fc.boolean(),
    threshold: fc.integer({ min: 1, max: 4 }),
    servers: fc.constant(ZONES.map((zone, index) => ({ zone, score: index === 2 ? -2 : index + 1 }))),
  }),
  unknownClient: fc.record({ enabled: fc.boolean() }),
  spf: fc.record({ enabled: fc.boolean(), rejectSoftfail: fc.boolean() }),
  greylist: fc.record({
    enabled: fc.boolean(),
    defaultAction: fc.constantFrom('whitelist', 'greylist', 'blacklist'),
    periodSeconds: fc.integer({ min: 1, max: 900 }),
    sources: fc.constant(
      SOURCES.map((source, index) => ({ source, action: ['whitelist', 'blacklist', 'greylist'][index] })),
    ),
  }),
  antivirus: fc.record({
    enabled: fc.boolean(),
    action: fc.constantFrom('delete', 'quarantine', 'deliver'),
    notifyRecipients: fc.boolean(),
    onFailure: fc.constantFrom('defer', 'deliver'),
  }),
  antispam: fc.record({ enabled: fc.boolean(), threshold: fc.integer({ min: -10, max: 20 }) }),
});
