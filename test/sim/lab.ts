// A small laboratory for stations: customers with names, and a log of what happens to them.
import type { Customer } from '../../src/sim/customer.ts';
import { Kernel } from '../../src/sim/kernel.ts';
import type { Station } from '../../src/sim/station.ts';

export class Lab {
  readonly kernel = new Kernel();
  readonly log: string[] = [];

  customer(name: string, then?: (visit: number) => void): Customer {
    return {
      served: (visit) => {
        this.log.push(`${name} served at ${this.kernel.now}`);
        then?.(visit);
      },
      gaveUp: () => void this.log.push(`${name} gave up at ${this.kernel.now}`),
    };
  }

  /** Does something at a time. */
  at(seconds: number, what: () => void): void {
    this.kernel.schedule(seconds - this.kernel.now, { handle: what });
  }

  /** A customer comes at a time. */
  arrival(station: Station, name: string, at: number, seconds: number, cls = 0, patience?: number): void {
    this.at(at, () => {
      if (!station.arrive(this.customer(name), seconds, cls, patience)) this.log.push(`${name} refused at ${at}`);
    });
  }

  run(until = 1000): readonly string[] {
    this.kernel.run(until);
    return this.log;
  }
}
