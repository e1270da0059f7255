// One thread with one set of rules, as the server sees it: it is given one message at a time and ended when an expression takes too
// long, so that nothing waits in an expression but that thread.
import { Worker } from 'node:worker_threads';
import type { EventLog } from '../../log/event-log.ts';
import type { MatchJob, MatchResult, PatternSet, RuleReport, ThreadInput, ThreadMessage } from './pattern-job.ts';
import type { PatternLimits } from './pattern-limits.ts';

const ENTRY = import.meta.url.endsWith('.ts') ? './pattern-thread-boot.mjs' : './antispam-thread.js';
const WATCH_MILLISECONDS = 25;

/** `why` says why the rules could not be asked; `leftOut` names those that take too long. */
export type MatchAnswer =
  | ({ readonly kind: 'matched'; readonly leftOut: readonly string[] } & MatchResult)
  | { readonly kind: 'missed'; readonly why: string };

/** A message to look at. Its bytes are copied into the thread. */
export type PatternQuestion = Omit<MatchJob, 'without'>;

interface Waiting {
  readonly job: MatchJob;
  readonly answer: (answer: MatchAnswer) => void;
  /** When its first run began; null: it waits for it. */
  startedAt: number | null;
}

export class PatternThread {
  readonly #input: ThreadInput;
  readonly #limits: PatternLimits;
  readonly #log: EventLog;
  readonly #watch = new Int32Array(new SharedArrayBuffer(8));
  /** When each expression took too long, lately. */
  readonly #strikes = new Map<number, number[]>();
  readonly #waiting: Waiting[] = [];
  #worker: Worker | null = null;
  #isReady = false;
  #names: readonly string[] = [];
  #current: Waiting | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Told how the start went; null once it was. */
  #starting: ((report: RuleReport | string) => void) | null = null;
  #ended = false;

  constructor(set: PatternSet, limits: PatternLimits, log: EventLog) {
    this.#input = { ...set, watch: this.#watch };
    this.#limits = limits;
    this.#log = log;
  }

  /** Reads the rules. @returns what became of them; a text is why the thread could not start, and then it has ended */
  async start(): Promise<RuleReport | string> {
    const report = await new Promise<RuleReport | string>((resolve) => {
      const timer = setTimeout(() => resolve('the rules took too long to read'), this.#limits.startMilliseconds);
      this.#starting = (result) => {
        clearTimeout(timer);
        resolve(result);
      };
      this.#open();
    });
    if (typeof report === 'string') await this.end();
    return report;
  }

  /** Never rejects. */
  match(question: PatternQuestion): Promise<MatchAnswer> {
    if (this.#ended) return Promise.resolve({ kind: 'missed', why: 'the rules are being closed' });
    if (this.#waiting.length >= this.#limits.maxWaiting)
      return Promise.resolve({ kind: 'missed', why: 'too many messages wait for the rules' });
    return new Promise((answer) => {
      this.#waiting.push({ job: { ...question, without: this.#struckOut }, answer, startedAt: null });
      this.#next();
    });
  }

  /** Lets what waits be answered, then ends the thread. */
  async drain(): Promise<void> {
    while (!this.#ended && (this.#current !== null || this.#waiting.length > 0))
      await new Promise((resolve) => setTimeout(resolve, WATCH_MILLISECONDS));
    await this.end();
  }

  async end(): Promise<void> {
    this.#ended = true;
    const left = [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)];
    const worker = this.#letGo();
    for (const { answer } of left) answer({ kind: 'missed', why: 'the rules were closed' });
    await worker?.terminate();
  }

  /** Nobody can switch a rule off for good with mail that holds it up. */
  get #struckOut(): readonly number[] {
    const since = performance.now() - this.#limits.strikeSeconds * 1000;
    return [...this.#strikes]
      .filter(([, times]) => times.filter((time) => time > since).length >= this.#limits.strikes)
      .map(([number]) => number);
  }

  #open(): void {
    const worker = new Worker(new URL(ENTRY, import.meta.url), {
      workerData: this.#input,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.maxHeapMib },
    });
    this.#worker = worker;
    worker.unref();
    worker.on('message', (message: ThreadMessage) => {
      if (this.#worker === worker) this.#heard(message);
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#broken(`the thread of the rules failed: ${error.message}`);
    });
  }

  /** Forgets the thread and what it was doing. */
  #letGo(): Worker | null {
    const worker = this.#worker;
    this.#stopWatching();
    this.#worker = null;
    this.#current = null;
    this.#isReady = false;
    Atomics.store(this.#watch, 0, 0);
    return worker;
  }

  #heard(message: ThreadMessage): void {
    if (message.kind === 'ready') {
      this.#names = message.names;
      this.#isReady = true;
      this.#starting?.(message.report);
      this.#starting = null;
    } else {
      if (message.kind === 'failed') this.#log('antispam.rules.fault', { error: message.why });
      const done = this.#current;
      this.#current = null;
      this.#stopWatching();
      const leftOut = (done?.job.without ?? []).map((number) => this.#names[number] ?? '');
      const missed = { kind: 'missed', why: 'the rules failed' } as const;
      done?.answer(message.kind === 'matched' ? { kind: 'matched', leftOut, ...message.result } : missed);
    }
    this.#next();
  }

  /** The thread died: the message at hand is answered, the others wait for the next thread. */
  #broken(why: string): void {
    this.#log('antispam.rules.broken', { why });
    const done = this.#current;
    this.#letGo();
    done?.answer({ kind: 'missed', why });
    const wasStarting = this.#starting !== null;
    this.#starting?.(why);
    this.#starting = null;
    if (!wasStarting && !this.#ended) this.#open();
  }

  #next(): void {
    if (this.#ended || this.#current !== null || this.#worker === null || !this.#isReady) return;
    const next = this.#waiting.shift();
    if (!next) return;
    next.startedAt ??= performance.now();
    this.#current = next;
    this.#worker.ref();
    this.#worker.postMessage(next.job);
    this.#watchOver(next, next.startedAt);
  }

  #watchOver(running: Waiting, startedAt: number): void {
    let seen = -1;
    let since = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      const count = Atomics.load(this.#watch, 1);
      if (count !== seen) {
        seen = count;
        since = now;
      }
      const expression = Atomics.load(this.#watch, 0) - 1;
      if (now - startedAt > this.#limits.messageMilliseconds) this.#stalled(running, null);
      else if (expression >= 0 && now - since > this.#limits.expressionMilliseconds) this.#stalled(running, expression);
    }, WATCH_MILLISECONDS);
  }

  #stopWatching(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#worker?.unref();
  }

  /** Ends the thread and begins anew; the message comes again without the expression that held it up. */
  #stalled(running: Waiting, expression: number | null): void {
    void this.#letGo()?.terminate();
    if (expression === null) {
      this.#log('antispam.rules.slow', { rule: null, leftOut: false });
      running.answer({ kind: 'missed', why: 'the rules took too long' });
    } else {
      const times = [...(this.#strikes.get(expression) ?? []), performance.now()].slice(-this.#limits.strikes);
      this.#strikes.set(expression, times);
      const leftOut = this.#struckOut.includes(expression);
      this.#log('antispam.rules.slow', { rule: this.#names[expression] ?? '', leftOut });
      const { job } = running;
      this.#waiting.unshift({ ...running, job: { ...job, without: [...job.without, expression] } });
    }
    if (!this.#ended) this.#open();
  }
}
