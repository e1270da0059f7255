// Mails of one kind as they come: size, sender, triplet, and when the sender would come back after a 4xx.
import type { RandomStream } from '../core/random.ts';
import type { MailKind, SampledMail } from '../pipeline/sampling.ts';
import type { Workload } from './library/workload.ts';
import { MailSizes } from './sizes.ts';

/** A mail with its sender's patience: seconds after the first attempt at which it comes back; empty: never. */
export interface OfferedMail extends SampledMail {
  readonly retrySeconds: readonly number[];
  readonly unknownRecipient: boolean;
  /** Begins TLS where it is offered. */
  readonly wantsTls: boolean;
}

/** Triplets of each kind that are known when the run starts. [A] Only that they are known matters, not how many. */
const KNOWN_TRIPLETS = 1000;

export const knownTriplet = (kind: MailKind, index: number): string => `${kind} known ${index}`;

/** Names of all known triplets of a kind, to fill the greylist table with. */
export const knownTriplets = (kind: MailKind): string[] =>
  Array.from({ length: KNOWN_TRIPLETS }, (_, index) => knownTriplet(kind, index));

export class MailSource {
  readonly #kind: MailKind;
  readonly #workload: Workload;
  readonly #sizes: MailSizes;
  readonly #random: RandomStream;
  readonly #schedules: readonly (readonly number[])[];
  #count = 0;

  constructor(kind: MailKind, workload: Workload, meanMessageBytes: number, random: RandomStream) {
    const { sigma, maxBytes, spamMeanRatio } = workload.sizes;
    const meanBytes = kind === 'spam' ? meanMessageBytes * spamMeanRatio : meanMessageBytes;
    this.#kind = kind;
    this.#workload = workload;
    this.#sizes = new MailSizes(meanBytes, sigma, maxBytes);
    this.#random = random;
    this.#schedules = Object.values(workload.senders.retrySchedules);
  }

  /** The next mail. Draws the same number of times whatever the settings of the server are. */
  next(): OfferedMail {
    const { senders, sizes, evidence } = this.#workload;
    const kind = this.#kind;
    const random = this.#random;
    const sizeBytes = this.#sizes.draw(random);
    const network = Math.floor(random.uniform() * senders.networks[kind]);
    const first = random.uniform() < senders.firstContactShare[kind];
    const known = Math.floor(random.uniform() * KNOWN_TRIPLETS);
    const patient = random.uniform() >= senders.neverRetries[kind];
    const schedule = this.#schedules[Math.floor(random.uniform() * this.#schedules.length)] ?? [];
    const unknownRecipient = random.uniform() < evidence.unknownRecipient[kind];
    const wantsTls = random.uniform() < senders.tlsShare[kind];
    this.#count += 1;
    return {
      kind,
      origin: 'stranger',
      sizeBytes,
      textBytes: Math.min(sizeBytes, sizes.maxTextBytes),
      recipients: 1,
      source: `${kind} ${network}`,
      triplet: first ? `${kind} new ${this.#count}` : knownTriplet(kind, known),
      retrySeconds: patient ? schedule : [],
      unknownRecipient,
      wantsTls,
    };
  }
}
