// The figures of a simulation that a customer asks for first.
import { figureText } from '../../src/run/estimate-text.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { Tile } from './tile.tsx';

const ASKED_FIRST = [
  {
    key: 'smtp.response.p95Seconds',
    name: 'Senders get their answer',
    words: 'for 95 % of accepted mails, from connection to 250',
  },
  {
    key: 'mail.delay.wanted.p95Seconds',
    name: 'Wanted mail arrives',
    words: 'for 95 % of it, from first attempt to mailbox, greylisting included',
  },
  { key: 'mail.throughput.busiestHour.perSecond', name: 'Busiest hour', words: 'mails put into mailboxes' },
];

export function ResultTiles({ result: { metrics } }: { readonly result: SimulationResult }) {
  return (
    <dl class="tiles tiles-result">
      {ASKED_FIRST.map(({ key, name, words }) => {
        const { mean = null, halfWidth = null, unit = 'count' } = metrics.find((metric) => metric.key === key) ?? {};
        return (
          <Tile
            key={key}
            name={name}
            row={null}
            value={mean === null ? 'no mail' : figureText(mean, unit)}
            spread={halfWidth === null ? undefined : figureText(halfWidth, unit)}
          >
            <p>{words}</p>
          </Tile>
        );
      })}
    </dl>
  );
}
