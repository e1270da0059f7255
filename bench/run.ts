// `npm run bench`: all questions in one run, as the package is published: bundled, and with V8 told what the command line tells it.
// Compare the figures of one run only: another machine, or another moment, has others.
import { cpus } from 'node:os';
import { tuneV8 } from '../src/hosts/tune-v8.ts';
import { EVENT_LISTS, holdModel } from './hold-model.ts';
import { mm1 } from './mm1.ts';
import { cppPeer, type Peer, simPyPeer } from './peers.ts';
import { type Contestant, ours, race } from './question.ts';
import { simulatedDay } from './simulated-day.ts';
import { sizingAnswers } from './sizing-answer.ts';
import { tandem } from './tandem.ts';

tuneV8();

const ROUNDS = 7;
const CUSTOMERS = 1_000_000;
const LONG_RUN = 10_000_000;
/** SimPy takes its time: it does a share of the work, and its time is scaled up. */
const SIMPY_SHARE = 0.05;

const cpp = cppPeer();
const simPy = simPyPeer();

/** What a peer is asked, as a contestant; none when it is not installed. */
function peer(who: Peer, share: number, what: string, amount: number, more: readonly string[] = []): Contestant[] {
  if ('missing' in who) return [];
  const words = [what, String(amount * share), ...more];
  return [{ name: who.name, run: () => ({ milliseconds: (who.run(...words) * 1000) / share }) }];
}

function ask(question: string, unit: string, amount: number, contestants: readonly Contestant[]): void {
  const standings = race(contestants, ROUNDS);
  const [first] = standings;
  const yardstick = standings.find(({ name }) => name === cpp.name) ?? first!;
  console.log(`\n${question}`);
  for (const { name, medianMilliseconds, range, hash } of standings) {
    const each = (milliseconds: number): string => ((milliseconds * 1e6) / amount).toPrecision(3);
    const ratio = (medianMilliseconds / yardstick.medianMilliseconds).toFixed(2);
    console.log(
      `  ${name.padEnd(24)} ${each(medianMilliseconds).padStart(8)} ns/${unit.padEnd(9)} ` +
        `(${range.map(each).join(' to ')})`.padEnd(24) +
        ` ${ratio.padStart(7)} × ${yardstick.name}${hash === null ? '' : `  result ${hash}`}`,
    );
  }
}

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}`,
);
for (const who of [cpp, simPy]) if ('missing' in who) console.log(`Not compared with ${who.name}: ${who.missing}`);
console.log('Not compared with simmer: Debian does not have it, and CRAN is no source of this benchmark.');

ask('M/M/1 at 90 %', 'customer', CUSTOMERS, [
  ours('plimsoll', () => mm1(CUSTOMERS)),
  ...peer(cpp, 1, 'mm1', CUSTOMERS),
  ...peer(simPy, SIMPY_SHARE, 'mm1', CUSTOMERS),
]);
ask('Tandem of three M/M/8 with room 16, blocking after service', 'customer', CUSTOMERS, [
  ours('plimsoll', () => tandem(CUSTOMERS)),
  ...peer(cpp, 1, 'tandem', CUSTOMERS),
  ...peer(simPy, SIMPY_SHARE, 'tandem', CUSTOMERS),
]);
for (const pending of [100, 10_000, 1_000_000]) {
  ask(`Hold model, ${pending} events pending`, 'hold', CUSTOMERS, [
    ...EVENT_LISTS.map((name) => ours(name, () => holdModel(name, pending, CUSTOMERS))),
    ...peer(cpp, 1, 'hold', pending, [String(CUSTOMERS)]),
  ]);
}
/** Resident memory above what the process has now, at the end of a long run. */
const before = process.memoryUsage().rss;
mm1(LONG_RUN);
const grown = (process.memoryUsage().rss - before) / 2 ** 20;
console.log(`\nM/M/1, ${LONG_RUN} customers in one run: ${grown.toFixed(0)} MiB of memory more than before`);
ask('One simulated day of 200 users', 'day', 1, [ours('plimsoll', () => simulatedDay(200))]);
ask('One sizing by the formulas', 'sizing', 1000, [ours('plimsoll', () => sizingAnswers(1000))]);
