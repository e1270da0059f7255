// Antispam as the engine runs it: scorer, rules, learning, reports and schedules, opened from one folder and closed together.
import { join } from 'node:path';
import type { ServerConfiguration } from '../../config/schema.ts';
import { addressKey } from '../../core/mail-address.ts';
import type { Correspondents, SpamScorer } from '../../pipeline/observation.ts';
import type { Resolver } from '../../pipeline/resolver.ts';
import { keywordPattern, liveFilters } from '../../stages/antispam/keyword-filters.ts';
import type { SpamRules } from '../../stages/antispam/observe/spam-rules.ts';
import { createSpamScorer } from '../../stages/antispam/observe/spam-scorer.ts';
import { antispamEvidence, antispamLearning } from '../../stages/antispam/stage.ts';
import { verifiedNames } from '../../stages/unknown-client/observe/verified-names.ts';
import type { Directory } from '../directory.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/file-system.ts';
import type { Envelope } from '../queue/envelope.ts';
import type { Queue } from '../queue/queue.ts';
import type { MailStore } from '../store/mail-store.ts';
import { createAntispamScorer } from './antispam-scorer.ts';
import { type BayesStore, openBayesStore } from './bayes-store.ts';
import { openCorrespondents } from './correspondents.ts';
import { everyDay } from './daily-schedule.ts';
import { openInstallKey } from './install-key.ts';
import { createLearning, type LearningLine } from './learning.ts';
import type { KeywordExpression } from './patterns/pattern-job.ts';
import { createPatternMatcher } from './patterns/pattern-matcher.ts';
import { withReportAddresses } from './report-directory.ts';
import { createReportedMails, type ReportedMails } from './reported-mail.ts';
import { createRspamdClient, type RspamdClient } from './rspamd-client.ts';
import { openRuleLibrary } from './rule-library.ts';
import { createRuleService, type RuleService } from './rule-service.ts';
import { openUpdatedRules } from './updated-rules.ts';
import { watchQueue } from './watch-queue.ts';

/** When words that nothing has shown for long are forgotten [A]. */
const EXPIRY_TIME = '03:00';

interface AntispamParts {
  readonly configuration: Pick<ServerConfiguration, 'stages' | 'antispam' | 'hostname' | 'timeZone'>;
  readonly houseRules: SpamRules;
  readonly fs: FileSystem;
  /** The data folder; it exists. */
  readonly folder: string;
  readonly store: MailStore;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** As an administrator sees it. */
export interface AntispamAdmin {
  /** Rules of SpamAssassin: updates and imports (rows 9.2, 9.4). */
  readonly rules: RuleService;
  /** Null: reporting is off. */
  readonly reports: ReportedMails | null;
  readonly learning: LearningLine;
  learned(): BayesStore['learned'];
}

export interface Antispam {
  readonly scorer: SpamScorer;
  readonly correspondents: Correspondents;
  readonly admin: AntispamAdmin;
  /** The directory with the addresses for reports. */
  directory(directory: Directory): Directory;
  /** The queue, looked at. */
  queue<Q extends Pick<Queue, 'submit'>>(queue: Q): Q;
  close(): Promise<void>;
}

function rspamdOf({ antispam }: AntispamParts['configuration'], clock: Clock): RspamdClient | null {
  if (antispam.engine !== 'rspamd') return null;
  const { controllerPassword, ...rest } = antispam.rspamd;
  return createRspamdClient({ ...rest, password: controllerPassword ?? null, now: clock.now });
}

/** Rejects when the folder cannot be used. */
export async function openAntispam(parts: AntispamParts): Promise<Antispam> {
  const { configuration, houseRules, fs, store, resolver, clock, log } = parts;
  const { antispam: settings, stages, hostname, timeZone } = configuration;
  const options = stages.antispam;
  const folder = join(parts.folder, 'antispam');
  await fs.makeFolder(folder);
  await fs.syncFolder(parts.folder);
  const key = await openInstallKey(fs, folder);
  const bayes = await openBayesStore({ fs, path: join(folder, 'bayes'), key, clock, log });
  const correspondents = await openCorrespondents({ fs, path: join(folder, 'correspondents'), key, clock, log });
  const rspamd = rspamdOf(configuration, clock);

  const filters = options.enabled ? liveFilters(options.keywordGroups) : [];
  const keywords = filters.flatMap(({ filter }): KeywordExpression[] => {
    if (!filter.regex) return [];
    const pattern = keywordPattern(filter);
    // The schema has refused what is no expression.
    return pattern.ok ? [{ source: pattern.source, flags: pattern.flags, target: filter.target }] : [];
  });
  const patterns = createPatternMatcher(log);
  const rules = createRuleService({
    fs,
    library: await openRuleLibrary(fs, join(folder, 'rules')),
    updated: await openUpdatedRules(fs, join(folder, 'updates')),
    patterns,
    keywords,
    enabled: options.enabled && options.spamAssassinRules.enabled,
    source: settings.updates.source,
    now: clock.now,
    log,
  });
  await rules.load();

  const learning = createLearning({ bayes, rspamd, subjectPrefix: options.subjectPrefix, log });
  const { reporting, updates } = settings;
  const { spamAddress, nonSpamAddress } = reporting;
  const addresses =
    reporting.enabled && spamAddress !== null && nonSpamAddress !== null
      ? { spam: addressKey(spamAddress), ham: addressKey(nonSpamAddress) }
      : null;
  const reports = addresses && createReportedMails({ store, addresses, learning, log });

  const daily = (time: string, work: () => Promise<void>) =>
    everyDay({
      time,
      timeZone,
      clock,
      work,
      failed: (error) => log('antispam.schedule.fault', { error: String(error) }),
    });
  const schedules = [
    daily(EXPIRY_TIME, async () => void bayes.expire()),
    ...(updates.enabled ? [daily(updates.at, async () => void (await rules.update()))] : []),
    ...(reports && reporting.learnAt !== null
      ? [
          daily(reporting.learnAt, async () => {
            const result = await reports.learn();
            log('antispam.reports.learned', { ...result });
          }),
        ]
      : []),
  ];

  // A new installation need not wait for the night.
  if (updates.enabled && rules.lastUpdate() === null) void rules.update();

  const learnedAs = ({ trail }: Envelope) => {
    const visit = trail.filter(({ stage }) => stage === 'antispam').at(-1);
    const evidence = antispamEvidence.safeParse(visit?.evidence);
    return evidence.success ? antispamLearning(evidence.data, options) : null;
  };

  return {
    scorer: createAntispamScorer({
      house: createSpamScorer(houseRules, bayes, clock.now),
      rspamd,
      patterns,
      filters,
      withBayes: () => rspamd === null && bayes.learned.ready,
      clientName: async (subject) => (await verifiedNames(subject, resolver)).names[0] ?? '',
      hostname,
    }),
    correspondents,
    admin: { rules, reports, learning, learned: () => bayes.learned },
    directory: (directory) => withReportAddresses(directory, addresses ? [addresses.spam, addresses.ham] : []),
    queue: (queue) =>
      watchQueue(queue, {
        reportAccounts: new Set(addresses ? [addresses.spam, addresses.ham] : []),
        learnedAs,
        learn: (message, kind) => void learning.learn(message, kind),
        noteOutgoing: (_sender, recipients) => correspondents.note(recipients),
        log,
      }),
    async close() {
      for (const callOff of schedules) callOff();
      await learning.idle();
      await rules.idle();
      rspamd?.close();
      await patterns.close();
      await bayes.close();
      await correspondents.close();
    },
  };
}
