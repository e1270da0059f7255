// One mail's way through the server: attempts, phases of the walk, spool, delivery. The steps are those of docs/flow.md.

import { type Demand, NO_DEMAND, priceOf } from '../pipeline/demand.ts';
import { dispositionOf } from '../pipeline/disposition.ts';
import type { Phase } from '../pipeline/phase.ts';
import type { RateWindow } from '../pipeline/rate-window.ts';
import type { UnknownRecipients } from '../pipeline/unknown-recipients.ts';
import type { Verdict } from '../pipeline/verdict.ts';
import { Passage } from '../pipeline/walk.ts';
import type { Handler, Kernel } from '../sim/kernel.ts';
import type { Counters } from './counters.ts';
import type { Platform } from './library/platform.ts';
import type { OfferedMail } from './mail-source.ts';
import { type Bearer, PhaseRun, type PhaseWorld } from './phase-run.ts';
import type { RefusalReason } from './replication-record.ts';

/** What all mails of a replication share. */
export interface FlowWorld extends PhaseWorld {
  readonly kernel: Kernel;
  readonly steps: Platform['steps'];
  readonly maxMessageBytes: number;
  /** STARTTLS is offered. */
  readonly starttls: boolean;
  readonly rates: RateWindow;
  readonly unknownRecipients: UnknownRecipients;
  /** Somebody gets the mail for addresses that do not exist (row 8.4). */
  readonly catchAll: boolean;
  /** Null for mails of the warm-up. */
  readonly countersFor: (firstAttemptAt: number) => Counters | null;
}

type Step = 'tls' | 'receive' | 'spool' | 'deliver';

export class MailFlow implements Bearer, Handler {
  readonly #world: FlowWorld;
  readonly #mail: OfferedMail;
  readonly #counters: Counters | null;
  readonly #firstAttemptAt: number;
  #attempts = 0;
  #attemptAt = 0;
  #passage = new Passage();
  #phases: PhaseRun | null = null;
  #step: Step = 'receive';

  constructor(world: FlowWorld, mail: OfferedMail) {
    this.#world = world;
    this.#mail = mail;
    this.#firstAttemptAt = world.kernel.now;
    this.#counters = world.countersFor(this.#firstAttemptAt);
    this.#counters?.offer(mail.kind, this.#firstAttemptAt);
  }

  /** An attempt begins: the kernel's event for a retry. */
  handle(): void {
    const { kernel, rates } = this.#world;
    this.#attempts += 1;
    this.#attemptAt = kernel.now;
    this.#passage = new Passage(this.#mail.origin);
    this.#phases = new PhaseRun(this.#world, this.#mail, this.#passage, (phase, outcome) =>
      this.#ended(phase, outcome),
    );
    rates.connected(this.#mail.source, kernel.now);
    this.#phases.start('connect');
  }

  /** A step that is no stage is done. */
  spent(): void {
    switch (this.#step) {
      case 'tls':
        this.#mailFrom();
        break;
      case 'receive':
        this.#phases?.start('data');
        break;
      case 'spool':
        this.#counters?.accept.record(this.#world.kernel.now - this.#attemptAt);
        this.#disconnect();
        this.#spend('deliver', priceOf(this.#mail, this.#world.steps.deliver));
        break;
      case 'deliver':
        this.#delivered();
        break;
    }
  }

  #ended(phase: Phase, outcome: Verdict): void {
    switch (outcome.kind) {
      case 'defer':
        this.#counters?.refuse(outcome.reason);
        this.#disconnect();
        this.#comeAgain();
        break;
      case 'reject':
        this.#keptBack('rejected', outcome.reason);
        break;
      case 'discard':
        this.#keptBack('discarded', outcome.reason);
        break;
      case 'quarantine':
        if (phase === 'data') this.#keptBack('quarantined', outcome.reason);
        else this.#goOn(phase);
        break;
      case 'accept':
        this.#goOn(phase);
        break;
    }
  }

  #goOn(phase: Phase): void {
    const { receive } = this.#world.steps;
    switch (phase) {
      case 'connect':
        this.#secure();
        break;
      case 'mail':
        this.#rcptTo();
        break;
      case 'rcpt':
        this.#spend('receive', { ...priceOf(this.#mail, receive), writeOperations: 0 });
        break;
      case 'data':
        this.#spend('spool', { ...NO_DEMAND, writeOperations: receive.writeOperations });
        break;
    }
  }

  /** STARTTLS: its price is paid at every connection, and behind what judges the client before it says a word. */
  #secure(): void {
    const { starttls, steps } = this.#world;
    if (starttls && this.#mail.wantsTls) this.#spend('tls', priceOf(this.#mail, steps.tls));
    else this.#mailFrom();
  }

  /** MAIL FROM with its SIZE: a mail above the limit is refused at once (row 7.1). */
  #mailFrom(): void {
    const { rates, kernel, maxMessageBytes } = this.#world;
    rates.message(this.#mail.source, kernel.now);
    if (this.#mail.sizeBytes <= maxMessageBytes) {
      this.#phases?.start('mail');
      return;
    }
    this.#keptBack('rejected', 'message-size');
  }

  /** RCPT TO: who does not exist gets nothing, and is counted against the client (row 7.8). */
  #rcptTo(): void {
    const { unknownRecipients, kernel, catchAll } = this.#world;
    if (!this.#mail.unknownRecipient || catchAll) {
      this.#phases?.start('rcpt');
      return;
    }
    unknownRecipients.count(this.#mail.source, kernel.now);
    this.#keptBack('rejected', 'unknown-recipient');
  }

  #keptBack(fate: 'discarded' | 'quarantined' | 'rejected', reason: RefusalReason): void {
    this.#counters?.refuse(reason);
    this.#counters?.decide(this.#mail.kind, fate);
    this.#disconnect();
  }

  /** A deferred mail: its sender comes back by its schedule, or never. */
  #comeAgain(): void {
    const { kernel } = this.#world;
    const after = this.#mail.retrySeconds[this.#attempts - 1];
    if (after === undefined) {
      this.#counters?.decide(this.#mail.kind, 'gaveUp');
      return;
    }
    kernel.schedule(Math.max(0, this.#firstAttemptAt + after - kernel.now), this);
  }

  #delivered(): void {
    const { kernel } = this.#world;
    const { kind, sizeBytes } = this.#mail;
    const { mailbox } = dispositionOf(this.#passage.marks);
    this.#counters?.decide(kind, mailbox === 'Junk' ? 'junk' : 'delivered');
    this.#counters?.deliver(kernel.now, sizeBytes);
    if (kind === 'ham' || kind === 'bulk') this.#counters?.wantedDelay.record(kernel.now - this.#firstAttemptAt);
  }

  #disconnect(): void {
    this.#world.rates.closed(this.#mail.source, this.#world.kernel.now);
  }

  #spend(step: Step, demand: Demand): void {
    this.#step = step;
    this.#world.spender.spend(demand, this);
  }
}
