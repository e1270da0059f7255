// The port through which the engine's parts tell what their work took, and the tracer behind it. Measures; knows no sink.
import type { Measured, Span } from './span.ts';

/** The start of a piece of work. Opaque to whoever holds it. */
export interface Begun {
  readonly atSeconds: number;
  readonly cpuSeconds: number | null;
  readonly serial: number;
}

export interface Tracer {
  /** False: nobody listens, and nobody needs to measure. */
  readonly on: boolean;
  /** Seconds of a steady clock; any epoch. */
  now(): number;
  /** A piece of work begins that no other piece contains. Every `begin` has its `end`. */
  begin(): Begun;
  end(begun: Begun): Measured;
  /** A session begins. @returns its number, and what to call when it ends */
  session(): { readonly number: number; readonly close: () => void };
  /** Seconds that a message waited for the disk since this was last asked. @param id queue id */
  waitedForDisk(id: string): number;
  record(span: Span): void;
}

const UNTIMED: Begun = { atSeconds: 0, cpuSeconds: null, serial: 0 };
const UNNUMBERED = { number: 0, close: () => {} };

/** For engines that nobody measures: costs a look at `on`. */
export const NO_TRACER: Tracer = {
  on: false,
  now: () => 0,
  begin: () => UNTIMED,
  end: () => ({ wallSeconds: 0, cpuSeconds: null }),
  session: () => UNNUMBERED,
  waitedForDisk: () => 0,
  record: () => {},
};

export interface TracerPorts {
  /** Seconds of a steady clock. */
  readonly now: () => number;
  /** CPU seconds of the whole process so far. */
  readonly cpu: () => number;
  readonly waitedForDisk?: (id: string) => number;
}

export const NODE_PORTS: TracerPorts = {
  now: () => performance.now() / 1000,
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
};

/**
 * A tracer that hands every span to each sink.
 *
 * CPU is that of the process, so it is told only when the work was alone: none begun before it was still under way, none began
 * meanwhile, and at most one session is open. One message at a time gets it for every visit; many at once, for none.
 */
export function createTracer(
  sinks: readonly ((span: Span) => void)[],
  { now, cpu, waitedForDisk = () => 0 }: TracerPorts = NODE_PORTS,
): Tracer {
  let serial = 0;
  let underWay = 0;
  let sessions = 0;
  let numbers = 0;
  return {
    on: true,
    now,
    begin() {
      serial += 1;
      underWay += 1;
      const alone = underWay === 1 && sessions <= 1;
      return { atSeconds: now(), cpuSeconds: alone ? cpu() : null, serial };
    },
    end({ atSeconds, cpuSeconds, serial: begun }) {
      underWay -= 1;
      const alone = cpuSeconds !== null && serial === begun && sessions <= 1;
      return { wallSeconds: now() - atSeconds, cpuSeconds: alone ? cpu() - cpuSeconds : null };
    },
    session() {
      sessions += 1;
      numbers += 1;
      let open = true;
      return {
        number: numbers,
        close() {
          if (open) sessions -= 1;
          open = false;
        },
      };
    },
    waitedForDisk,
    record(span) {
      for (const sink of sinks) sink(span);
    },
  };
}
