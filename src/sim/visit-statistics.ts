// What is counted of one workload class's visits to a station, and the two laws that must hold between the counts exactly, whatever
// the randomness.
import { Tally } from '../stats/tally.ts';
import { TimeAverage } from '../stats/time-average.ts';
import { differs } from './laws.ts';

export class VisitStatistics {
  /** Customers present. */
  readonly number = new TimeAverage();
  readonly response = new Tally();
  /** From arrival to the first moment of service, or, where service is shared or interrupted, response less service. */
  readonly waiting = new Tally();
  arrivals = 0;
  departures = 0;
  /** Turned away for want of room: not among the arrivals. */
  refused = 0;
  /** Left before service began: among the arrivals, not among the departures. */
  reneged = 0;
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

  departed(arrivedAt: number, now: number): void {
    this.departures += 1;
    this.response.record(now - arrivedAt);
    this.#left(arrivedAt, now);
  }

  gaveUp(arrivedAt: number, now: number): void {
    this.reneged += 1;
    this.#left(arrivedAt, now);
  }

  #left(arrivedAt: number, now: number): void {
    this.number.add(-1, now);
    const from = Math.max(arrivedAt, this.#windowStart);
    this.#timeOfLeft += now - from;
    this.#arrivalsOfPresent -= from;
  }

  /** Counting starts anew; who is here stays. */
  resetAt(now: number): void {
    this.number.resetAt(now);
    this.response.reset();
    this.waiting.reset();
    this.arrivals = 0;
    this.departures = 0;
    this.refused = 0;
    this.reneged = 0;
    this.#timeOfLeft = 0;
    this.#arrivalsOfPresent = this.number.level * now;
    this.#windowStart = now;
    this.#presentAtStart = this.number.level;
  }

  /**
   * Little's law over a finite window: the area under the number present is the time that customers spent here. Flow balance: who came
   * has left or is here.
   * @returns the law that does not hold, or null.
   */
  brokenLaw(now: number): 'littlesLaw' | 'flowBalance' | null {
    const present = this.number.level;
    const spent = this.#timeOfLeft + present * now - this.#arrivalsOfPresent;
    if (differs(this.number.area(now), spent, present * now)) return 'littlesLaw';
    return this.#presentAtStart + this.arrivals - this.departures - this.reneged === present ? null : 'flowBalance';
  }
}
