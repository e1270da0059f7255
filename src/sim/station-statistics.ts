// What is counted at a station, and the laws that must hold between the counts exactly, whatever the randomness.
import { Tally } from '../stats/tally.ts';
import { TimeAverage } from '../stats/time-average.ts';

/** Relative difference that adding up doubles may leave. */
const ROUNDING = 1e-9;

export class StationStatistics {
  readonly number = new TimeAverage();
  readonly busy = new TimeAverage();
  readonly response = new Tally();
  readonly waiting = new Tally();
  arrivals = 0;
  departures = 0;
  blocked = 0;
  /** Service started, in server seconds, counted when it ends; with what is still in service it must equal the busy area. */
  #served = 0;
  #startsInService = 0;
  /** Time spent in the window by those who left, and arrival times of those who are here. */
  #timeOfLeft = 0;
  #arrivalsOfPresent = 0;
  #windowStart = 0;
  #presentAtStart = 0;

  arrived(now: number): void {
    this.arrivals += 1;
    this.number.add(1, now);
    this.#arrivalsOfPresent += now;
  }

  started(arrivedAt: number, now: number): void {
    this.waiting.record(now - arrivedAt);
    this.busy.add(1, now);
    this.#startsInService += now;
  }

  departed(arrivedAt: number, startedAt: number, now: number): void {
    const from = Math.max(arrivedAt, this.#windowStart);
    this.departures += 1;
    this.number.add(-1, now);
    this.busy.add(-1, now);
    this.response.record(now - arrivedAt);
    this.#timeOfLeft += now - from;
    this.#arrivalsOfPresent -= from;
    const started = Math.max(startedAt, this.#windowStart);
    this.#served += now - started;
    this.#startsInService -= started;
  }

  /** Counting starts anew; who is here stays. */
  resetAt(now: number): void {
    this.number.resetAt(now);
    this.busy.resetAt(now);
    this.response.reset();
    this.waiting.reset();
    this.arrivals = 0;
    this.departures = 0;
    this.blocked = 0;
    this.#served = 0;
    this.#startsInService = this.busy.level * now;
    this.#timeOfLeft = 0;
    this.#arrivalsOfPresent = this.number.level * now;
    this.#windowStart = now;
    this.#presentAtStart = this.number.level;
  }

  /** Busy share of `servers` since counting started. */
  utilisation(servers: number, now: number): number {
    const seconds = now - this.#windowStart;
    return seconds > 0 ? this.busy.area(now) / (servers * seconds) : 0;
  }

  /**
   * Checks Little's law, flow balance and the utilisation law, in the form that holds exactly over any window: the area under the
   * number in station is the time that customers spent there, and the area under the busy servers is the service they got.
   * @returns the name of the law that does not hold, or null.
   */
  brokenLaw(now: number): 'littlesLaw' | 'flowBalance' | 'utilisationLaw' | null {
    const differs = (a: number, b: number, scale: number): boolean => Math.abs(a - b) > ROUNDING * Math.max(1, scale);
    const spent = this.#timeOfLeft + this.number.level * now - this.#arrivalsOfPresent;
    if (differs(this.number.area(now), spent, Math.max(this.number.area(now), this.number.level * now)))
      return 'littlesLaw';
    if (this.#presentAtStart + this.arrivals - this.departures !== this.number.level) return 'flowBalance';
    const service = this.#served + this.busy.level * now - this.#startsInService;
    if (differs(this.busy.area(now), service, Math.max(this.busy.area(now), this.busy.level * now)))
      return 'utilisationLaw';
    return null;
  }
}
