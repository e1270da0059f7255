// Several scanners in order (row 9.9, fall-back): the first that works decides. One that keeps failing is left alone for a while.
import type { ScanResult, VirusScanner } from '../../pipeline/observation.ts';
import type { EventLog } from '../log/event-log.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

export interface NamedScanner {
  /** As it stands in evidence, e.g. `clamd 127.0.0.1:3310`. */
  readonly name: string;
  readonly scanner: VirusScanner;
  /** Larger mail it is not asked about. */
  readonly maxBytes: number;
}

export interface EngineChain extends VirusScanner {
  /** Engines by name, in order. `resting`: left alone for a while, since it kept failing. */
  states(): readonly { readonly name: string; readonly state: 'working' | 'resting' | 'on trial' }[];
}

/** @param clock seconds, of any origin */
export function createEngineChain(engines: readonly NamedScanner[], clock: () => number, log: EventLog): EngineChain {
  const links = engines.map((engine) => ({ ...engine, breaker: new CircuitBreaker() }));
  return {
    states: () => links.map(({ name, breaker }) => ({ name, state: breaker.state(clock()) })),
    async scan(message): Promise<ScanResult> {
      const able = links.filter(({ maxBytes }) => message.byteLength <= maxBytes);
      if (able.length === 0) return { kind: 'unscannable', why: 'larger than any engine takes' };
      let failed: ScanResult = { kind: 'failed', why: 'no engine can be asked' };
      for (const { name, scanner, breaker } of able) {
        const before = breaker.state(clock());
        if (!breaker.allows(clock())) continue;
        const result = await scanner
          .scan(message)
          .catch((error: unknown): ScanResult => ({ kind: 'failed', why: String(error) }));
        if (result.kind !== 'failed') {
          breaker.succeeded();
          if (before !== 'working') log('antivirus.engine-back', { engine: name });
          return { ...result, engine: name };
        }
        breaker.failed(clock());
        log('antivirus.engine-failed', { engine: name, why: result.why, state: breaker.state(clock()) });
        failed = { ...result, engine: name };
      }
      return failed;
    },
  };
}
