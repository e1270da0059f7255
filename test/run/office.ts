// The office scenario and the library, for tests.
import { readFileSync } from 'node:fs';
import { loadLibrary } from '../../src/hosts/load-library.ts';
import { parseScenario, type Scenario } from '../../src/model/scenario.ts';

export const library = loadLibrary();

const office = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200.yaml');

type Change = { [K in keyof Scenario]?: Scenario[K] extends object ? Partial<Scenario[K]> : Scenario[K] };

/** The office with parts of it changed, one level deep. Two short replications unless said otherwise. */
export function officeWith(change: Change = {}): Scenario {
  const merged = Object.fromEntries(
    Object.entries(office).map(([key, value]) => {
      const part = change[key as keyof Scenario];
      return [key, typeof value === 'object' && typeof part === 'object' ? { ...value, ...part } : (part ?? value)];
    }),
  ) as Scenario;
  return { ...merged, run: { ...merged.run, replications: 2, warmUpHours: 0, ...change.run } };
}

/** The office's stages with some settings changed. */
export const stagesWith = (
  change: {
    [N in keyof Scenario['configuration']['stages']]?: Partial<Scenario['configuration']['stages'][N]>;
  },
): Scenario['configuration'] => ({
  ...office.configuration,
  stages: Object.fromEntries(
    Object.entries(office.configuration.stages).map(([name, options]) => [
      name,
      { ...options, ...change[name as keyof typeof change] },
    ]),
  ) as Scenario['configuration']['stages'],
});
