// The table of closed forms as text for the terminal.
import type { VerifiedRow, VerifyResult } from '../../../network/verify/verify-closed-forms.ts';
import { tableLines } from './table.ts';

const METRICS: Readonly<Record<VerifiedRow['metric'], string>> = {
  arrivalRatePerSecond: 'arrival rate [1/s]',
  throughputPerSecond: 'throughput [1/s]',
  utilisation: 'utilisation',
  meanNumber: 'number',
  meanQueueLength: 'queue length',
  meanWaitingSeconds: 'waiting [s]',
  meanResponseSeconds: 'response [s]',
  medianResponseSeconds: 'response, 50 % [s]',
  p95ResponseSeconds: 'response, 95 % [s]',
  p99ResponseSeconds: 'response, 99 % [s]',
  blockingProbability: 'blocking',
  renegingProbability: 'reneging',
  lossProbability: 'loss',
};

/** Five digits; never a power of ten where the table would be torn apart. */
const figure = (value: number): string => {
  const text = value.toPrecision(5);
  return text.includes('e') ? value.toExponential(3) : text;
};

const verdict = ({ holds }: VerifiedRow): string => (holds ? 'ok' : 'FAILS');

export function verifyText({ rows, level, failed, seed, bias, quick, events }: VerifyResult): string {
  const cells = rows.map((row, index) => {
    const { simulated, exact, model, where, metric } = row;
    const same = index > 0 && rows[index - 1]!.model === model;
    const half = simulated.halfWidth === null ? 'none' : simulated.halfWidth.toPrecision(2);
    return [
      same ? '' : model,
      where,
      METRICS[metric],
      figure(exact),
      figure(simulated.mean),
      `± ${half}`,
      verdict(row),
    ];
  });
  const planted =
    bias === 0
      ? []
      : [`Services were simulated ${Number((bias * 100).toPrecision(4))} % longer than described: rows have to fail.`];
  return [
    ...tableLines([['model', 'where', 'what', 'exact', 'simulated', 'interval', ''], ...cells], [3, 4, 5]),
    '',
    ...planted,
    ...(quick ? ['Quick: rows that need long runs are left out, the others are shorter.'] : []),
    `${rows.length} rows, ${(events / 1e6).toFixed(0)} million events, seed ${seed}. Each interval is one of ${(level * 100).toFixed(4)} %,`,
    'so that with a fresh seed the chance of any false alarm is at most 1 % (Šidák).',
    failed === 0 ? 'Every row holds.' : `${failed} ${failed === 1 ? 'row does' : 'rows do'} not hold.`,
  ].join('\n');
}
