// Random evidence for every stage, for the property tests of the twin. The schemas of the stages are the contract: every
// arbitrary is checked against its schema by a test.
import fc from 'fast-check';
import { HTML_TAGS } from '../../src/pipeline/rewrite-plan.ts';
import { RULE_TYPES } from '../../src/stages/access-list/stage.ts';
import { antispamEvidence } from '../../src/stages/antispam/stage.ts';
import { SIGNATURE_ALGORITHMS, SIGNATURE_RESULTS } from '../../src/stages/dkim/stage.ts';
import { DMARC_POLICIES, DMARC_RESULTS } from '../../src/stages/dmarc/stage.ts';
import { HELO_NAMES, HELO_RECORDS } from '../../src/stages/helo-policy/stage.ts';
import type { EvidenceOf, StageName } from '../../src/stages/index.ts';
import { SENDER_FORMS } from '../../src/stages/sender-policy/stage.ts';
import { SPF_RESULTS } from '../../src/stages/spf/stage.ts';
import { SENDER_RECORDS } from '../../src/stages/unknown-sender/stage.ts';

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
  unknownRecipients: fc.record({ unknownToday: count }),
  heloPolicy: fc.record({ name: fc.constantFrom(...HELO_NAMES), records: fc.constantFrom(...HELO_RECORDS) }),
  senderPolicy: fc.record({ sender: fc.constantFrom(...SENDER_FORMS) }),
  unknownSender: fc.record({ records: fc.constantFrom(...SENDER_RECORDS) }),
  unknownClient: fc.record({ hostname: fc.constantFrom('verified', 'unknown', 'temperror') }),
  spf: fc.record({ result: fc.constantFrom(...SPF_RESULTS) }),
  greylist: fc.record({
    matchedSource: fc.option(fc.constantFrom(...SOURCES, 'nobody.example'), { nil: null }),
    ageSeconds: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
  }),
  dkim: fc.record({
    whitelisted: fc.boolean(),
    signatures: fc.array(
      fc.record({
        domain: fc.constantFrom('', 'example.com', 'list.example'),
        selector: fc.constantFrom('', 's1'),
        result: fc.constantFrom(...SIGNATURE_RESULTS),
        algorithm: fc.constantFrom(...SIGNATURE_ALGORITHMS, null),
        keyBits: fc.constantFrom(null, 256, 512, 1024, 2048, 4096),
        aligned: fc.boolean(),
        limited: fc.boolean(),
      }),
      { maxLength: 10 },
    ),
    unexamined: fc.nat({ max: 200 }),
  }),
  dmarc: fc.record({
    fromDomain: fc.constantFrom(null, 'example.com'),
    policy: fc.constantFrom(...DMARC_POLICIES, null),
    sampled: fc.boolean(),
    spfAligned: fc.boolean(),
    dkimAligned: fc.boolean(),
    result: fc.constantFrom(...DMARC_RESULTS),
  }),
  antivirus: fc
    .record({ outcome: fc.constantFrom('clean', 'infected', 'unscannable', 'tooLarge', 'failed'), virus: fc.string() })
    .map(({ outcome, virus }) => ({ outcome, virus: outcome === 'infected' ? virus : null, engine: 'clamd' })),
  mcp: fc.record({
    matched: fc.subarray(['one', 'two', 'off', 'of another configuration']),
    untried: fc.subarray(['three']),
  }),
  contentScan: fc.record({
    partial: fc.boolean(),
    externalBody: fc.boolean(),
    html: fc.boolean(),
    tags: fc.subarray([...HTML_TAGS]),
    phishingLinks: fc.nat({ max: 2 }),
    protection: fc.constantFrom('none', 'signed', 'encrypted'),
    unread: fc.constantFrom(null, 'structure', 'html'),
  }),
  antispam: fc.record({
    score: fc.double({ min: -50, max: 50, noNaN: true }),
    learned: fc.double({ min: -3, max: 5, noNaN: true }),
    scoredBy: fc.constantFrom('plimsoll', 'rspamd', 'fallback'),
    rules: fc.constant([]),
    notes: fc.constant([]),
    keywords: fc.subarray([
      { group: 'words', keyword: 'offer' },
      { group: 'gone', keyword: 'offer' },
    ]),
    addressFilter: fc.constantFrom(
      null,
      { sender: '*@friend.example', recipient: '*' },
      { sender: '*', recipient: 'x' },
    ),
    attachment: fc.constantFrom(null, 'exe', 'zip'),
    wroteTo: fc.boolean(),
  }),
};

/** Evidence that every stage lets pass whatever its settings, but for the greylist's default action. */
const MILD: { readonly [N in StageName]: EvidenceOf<N> } = {
  connectionPolicy: { concurrentConnections: 1, connectionsThisMinute: 1, messagesThisMinute: 1 },
  accessList: { known: 'envelope', white: [], black: [] },
  dnsbl: { listedOn: [], unanswered: [] },
  unknownRecipients: { unknownToday: 0 },
  heloPolicy: { name: 'fqdn', records: 'found' },
  senderPolicy: { sender: 'fqdn' },
  unknownSender: { records: 'found' },
  unknownClient: { hostname: 'verified' },
  spf: { result: 'pass' },
  greylist: { matchedSource: SOURCES[0] ?? null, ageSeconds: 1000 },
  dkim: { whitelisted: false, signatures: [], unexamined: 0 },
  dmarc: {
    fromDomain: 'example.com',
    policy: 'reject',
    sampled: true,
    spfAligned: true,
    dkimAligned: false,
    result: 'pass',
  },
  antivirus: { outcome: 'clean', virus: null, engine: null },
  mcp: { matched: [], untried: [] },
  contentScan: {
    partial: false,
    externalBody: false,
    html: false,
    tags: [],
    phishingLinks: 0,
    protection: 'none',
    unread: null,
  },
  antispam: antispamEvidence.parse({ score: -50 }),
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
  unknownRecipients: fc.record({ enabled: fc.boolean(), maxPerDay: fc.integer({ min: 1, max: 150 }) }),
  heloPolicy: fc.record({ enabled: fc.boolean(), requireFqdn: fc.boolean(), requireKnown: fc.boolean() }),
  senderPolicy: fc.record({ enabled: fc.boolean() }),
  unknownSender: fc.record({ enabled: fc.boolean() }),
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
  dkim: fc.record({ enabled: fc.boolean(), minKeyBits: fc.constantFrom(1024, 2048) }),
  dmarc: fc.record({ enabled: fc.boolean() }),
  antivirus: fc.record({
    enabled: fc.boolean(),
    action: fc.constantFrom('delete', 'quarantine', 'deliver'),
    notifyRecipients: fc.boolean(),
    onFailure: fc.constantFrom('defer', 'deliver'),
  }),
  mcp: fc.record({
    enabled: fc.boolean(),
    threshold: fc.integer({ min: 0, max: 4 }),
    action: fc.constantFrom('quarantine', 'deliver', 'delete'),
    notifySender: fc.boolean(),
    rules: fc.constant(
      ['one', 'two', 'off'].map((name, index) => ({
        name,
        target: 'contents',
        pattern: name,
        score: index + 1,
        enabled: name !== 'off',
      })),
    ),
  }),
  contentScan: fc.record({
    enabled: fc.boolean(),
    rejectPartial: fc.boolean(),
    rejectExternalBodies: fc.boolean(),
    highlightPhishing: fc.boolean(),
    htmlToText: fc.boolean(),
    onUnreadable: fc.constantFrom('reject', 'deliver'),
    tags: fc.record({
      iframe: fc.constantFrom('allow', 'reject', 'disarm'),
      script: fc.constantFrom('allow', 'disarm'),
      webBug: fc.constantFrom('allow', 'disarm'),
    }),
  }),
  antispam: fc.record({
    enabled: fc.boolean(),
    threshold: fc.integer({ min: -10, max: 20 }),
    autoWhitelist: fc.boolean(),
    encapsulate: fc.constantFrom('no', 'attachment', 'plainText'),
    addressFilters: fc.subarray([{ sender: '*@friend.example', action: 'nonSpam' }]),
    attachmentFilters: fc.subarray(['exe']),
    keywordGroups: fc.constant([{ name: 'words', filters: [{ keyword: 'offer', score: 3 }] }]),
  }),
});
