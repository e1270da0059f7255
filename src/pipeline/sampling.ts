// What a sampler of the model is given: the mail, the workload's shares, the shared state machines, its own random stream.
import type { RandomStream } from '../core/random.ts';
import type { Traits } from './demand.ts';
import type { EvidenceProfile } from './evidence-profile.ts';
import type { GreylistTable } from './greylist-table.ts';
import type { Origin } from './origin.ts';
import type { Phase } from './phase.ts';
import type { RateWindow } from './rate-window.ts';
import type { UnknownRecipients } from './unknown-recipients.ts';

/** Kinds of mail that arrive from outside. */
export const MAIL_KINDS = ['ham', 'bulk', 'spam', 'virus'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A mail of the model: its traits and who it comes from. */
export interface SampledMail extends Traits {
  readonly kind: MailKind;
  readonly origin: Origin;
  /** Stands for the client's network address. */
  readonly source: string;
  /** Stands for the greylist triplet. */
  readonly triplet: string;
}

export interface SampleContext {
  readonly phase: Phase;
  readonly mail: SampledMail;
  /** Simulated seconds. */
  readonly now: number;
  /** The stage's own stream: adding a stage does not shift another's draws. */
  readonly random: RandomStream;
  readonly profile: EvidenceProfile;
  readonly rates: RateWindow;
  readonly unknownRecipients: UnknownRecipients;
  readonly greylist: GreylistTable;
}

export type Sample<Options, Evidence> = (context: SampleContext, options: Options) => Evidence;
