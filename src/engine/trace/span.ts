// One piece of measured work: numbers, and words of ours. Nothing that a client said: no address, no name, no subject.
import type { Phase } from '../../pipeline/phase.ts';
import type { Reason, Verdict } from '../../pipeline/verdict.ts';
import type { StageName } from '../../stages/index.ts';

/** What the work took. */
export interface Measured {
  readonly wallSeconds: number;
  /** CPU of the process meanwhile; null when other work was under way, so that nobody can tell whose it was. */
  readonly cpuSeconds: number | null;
}

/** Which session, and which of its messages (0: before the first MAIL). Numbers count from the start of the engine. */
interface Where {
  readonly session: number;
  readonly message: number;
}

/** One visit of a stage: observing and judging. */
export interface VisitSpan extends Measured, Where {
  readonly kind: 'visit';
  readonly stage: StageName;
  readonly phase: Phase;
  /** Time in which at least one look-up was under way, and look-ups begun. */
  readonly dnsSeconds: number;
  readonly dnsLookups: number;
  /** Size of the message; 0 before it is there. */
  readonly bytes: number;
  readonly verdict: Verdict['kind'];
  readonly reason: Reason | null;
  /** The observer failed. */
  readonly fault: boolean;
}

/** One message, from the first wait for its bytes to the answer. */
export interface ReceptionSpan extends Where {
  readonly kind: 'reception';
  /** Queue id; null: the message was never given one. */
  readonly id: string | null;
  readonly bytes: number;
  readonly recipients: number;
  /** The whole; and of it: reading, the stages of phase `data`, making it durable, and waiting for fsync in that. */
  readonly wallSeconds: number;
  readonly readSeconds: number;
  readonly judgeSeconds: number;
  readonly keepSeconds: number;
  readonly syncSeconds: number;
  readonly outcome: Verdict['kind'];
  readonly reason: Reason | null;
  readonly code: number;
  /** Marks that it gathered. */
  readonly spam: boolean;
  readonly virus: boolean;
}

/** One attempt to deliver one message. */
export interface DeliverySpan extends Measured {
  readonly kind: 'delivery';
  readonly id: string;
  readonly bytes: number;
  /** Since it was received. */
  readonly ageSeconds: number;
  readonly delivered: number;
  readonly deferred: number;
  readonly failed: number;
}

export interface SessionSpan {
  readonly kind: 'session';
  readonly protocol: 'smtp';
  readonly session: number;
  readonly wallSeconds: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** The whole process since its start, said from time to time: what utilisation laws need. */
export interface ProcessSpan {
  readonly kind: 'process';
  readonly upSeconds: number;
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly loopDelayMeanSeconds: number;
  readonly loopDelayP99Seconds: number;
  readonly diskReadBytes: number;
  readonly diskWrittenBytes: number;
  readonly syncs: number;
  readonly syncSeconds: number;
}

export type Span = VisitSpan | ReceptionSpan | DeliverySpan | SessionSpan | ProcessSpan;
