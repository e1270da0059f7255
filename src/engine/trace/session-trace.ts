// One SMTP session in the trace: numbers its messages and times each from the first wait for its bytes to its answer. Free when
// nobody measures.
import type { Mark, Verdict } from '../../pipeline/verdict.ts';
import type { Submission } from '../queue/queue.ts';
import { NO_TRACER, type Tracer } from './tracer.ts';

interface Reception {
  readonly atSeconds: number;
  /** All bytes were there. */
  readAtSeconds: number | null;
  id: string | null;
  bytes: number;
  recipients: number;
  judgeSeconds: number;
  keepSeconds: number;
  syncSeconds: number;
  verdict: Verdict | null;
  marks: readonly Mark[];
}

/** What an answer means, where no stage said it. */
const outcomeOf = (code: number): Verdict['kind'] => (code < 400 ? 'accept' : code < 500 ? 'defer' : 'reject');

export class SessionTrace {
  readonly #tracer: Tracer;
  readonly #begunSeconds: number;
  readonly #session: { readonly number: number; readonly close: () => void };
  #message = 0;
  #reception: Reception | null = null;

  constructor(tracer: Tracer = NO_TRACER) {
    this.#tracer = tracer;
    this.#begunSeconds = tracer.now();
    this.#session = tracer.session();
  }

  /** For `runPhase`. */
  get where(): { readonly session: number; readonly message: number } {
    return { session: this.#session.number, message: this.#message };
  }

  newMessage(): void {
    this.#message += 1;
    this.#reception = null;
  }

  /** Bytes of the message are waited for; said once or more. */
  reading(): void {
    if (!this.#tracer.on) return;
    this.#reception ??= {
      atSeconds: this.#tracer.now(),
      readAtSeconds: null,
      id: null,
      bytes: 0,
      recipients: 0,
      judgeSeconds: 0,
      keepSeconds: 0,
      syncSeconds: 0,
      verdict: null,
      marks: [],
    };
  }

  /** The message is there. */
  read(bytes: number, recipients: number): void {
    if (this.#reception === null) return;
    this.#reception.readAtSeconds = this.#tracer.now();
    this.#reception.bytes = bytes;
    this.#reception.recipients = recipients;
  }

  /** Times the stages of phase `data`. */
  async judged(work: () => Promise<Verdict>, marks: () => readonly Mark[]): Promise<Verdict> {
    const reception = this.#reception;
    if (reception === null) return work();
    const begun = this.#tracer.now();
    const verdict = await work();
    reception.judgeSeconds = this.#tracer.now() - begun;
    reception.verdict = verdict;
    reception.marks = [...marks()];
    return verdict;
  }

  /** Times how the message is made durable. @param id queue id */
  async kept(id: string, work: () => Promise<Submission>): Promise<Submission> {
    const reception = this.#reception;
    if (reception === null) return work();
    const begun = this.#tracer.now();
    const submission = await work();
    reception.keepSeconds = this.#tracer.now() - begun;
    reception.syncSeconds = this.#tracer.waitedForDisk(id);
    reception.id = submission.kind === 'kept' ? id : null;
    return submission;
  }

  /** The message was answered. */
  answered(code: number): void {
    const reception = this.#reception;
    if (reception === null) return;
    this.#reception = null;
    const now = this.#tracer.now();
    const { atSeconds, readAtSeconds, verdict, marks, ...rest } = reception;
    // A stage that let the message go on says nothing about a disk that refused it.
    const decisive = verdict !== null && (code === 250) === (verdict.kind !== 'defer' && verdict.kind !== 'reject');
    this.#tracer.record({
      kind: 'reception',
      ...this.where,
      ...rest,
      wallSeconds: now - atSeconds,
      readSeconds: (readAtSeconds ?? now) - atSeconds,
      outcome: decisive ? verdict.kind : outcomeOf(code),
      reason: decisive && 'reason' in verdict ? verdict.reason : null,
      code,
      spam: marks.some(({ kind }) => kind === 'spam'),
      virus: marks.some(({ kind }) => kind === 'virus'),
    });
  }

  /** The session is over. */
  close(bytesIn: number, bytesOut: number): void {
    if (!this.#tracer.on) return;
    this.#session.close();
    const wallSeconds = this.#tracer.now() - this.#begunSeconds;
    this.#tracer.record({
      kind: 'session',
      protocol: 'smtp',
      session: this.#session.number,
      wallSeconds,
      bytesIn,
      bytesOut,
    });
  }
}
