// The pilots of a network as a picture: how many customers over time, the rule's measure, and where the warm-up ends. Pure: SVG text.
import type { WarmUp, WarmUpPlot } from '../../../network/find-warm-up.ts';

const WIDTH = 720;
const LEFT = 70;
const RIGHT = 20;
const PANEL = 180;
const GAP = 60;
const TOP = 50;
const TICKS = 5;

const number = (value: number): string => String(Number(value.toPrecision(3)));
const place = (value: number): string => value.toFixed(1);

/** Names of stations are letters, digits and dashes; a title of a network may hold anything. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

interface Panel {
  readonly top: number;
  readonly title: string;
  readonly unit: string;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly colour: string;
}

/** A round step between ticks: 1, 2 or 5 times a power of ten. */
function stepFor(most: number): number {
  const raw = most / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((step) => step * power >= raw) ?? 10);
}

const ticksUpTo = (most: number): number[] => {
  if (!(most > 0)) return [0];
  const step = stepFor(most);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
};

function panelLines({ top, title, unit, xs, ys, colour }: Panel, end: number): string[] {
  const most = Math.max(...ys, 0);
  const x = (value: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * value) / end;
  const y = (value: number): number => top + PANEL * (1 - (most > 0 ? value / (most * 1.05) : 0));
  const points = xs.map((at, index) => `${place(x(at))},${place(y(ys[index]!))}`).join(' ');
  return [
    `<text x="${LEFT}" y="${top - 8}">${title} [${unit}]</text>`,
    ...ticksUpTo(most).flatMap((tick) => [
      `<line class="grid" x1="${LEFT}" y1="${place(y(tick))}" x2="${WIDTH - RIGHT}" y2="${place(y(tick))}"/>`,
      `<text class="tick" text-anchor="end" x="${LEFT - 6}" y="${place(y(tick) + 4)}">${number(tick)}</text>`,
    ]),
    ...ticksUpTo(end).map(
      (tick) =>
        `<text class="tick" text-anchor="middle" x="${place(x(tick))}" y="${top + PANEL + 16}">${number(tick)}</text>`,
    ),
    `<text class="tick" text-anchor="end" x="${WIDTH - RIGHT}" y="${top + PANEL + 32}">simulated time [s]</text>`,
    `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points}"/>`,
  ];
}

/** @param network its name, for the title. @returns an SVG document of its own. */
export function warmUpSvg(
  network: string,
  { seconds, reliable }: Pick<WarmUp, 'seconds' | 'reliable'>,
  plot: WarmUpPlot,
): string {
  const end = plot.seconds.at(-1)!;
  const slice = plot.seconds[0]!;
  const middles = plot.seconds.map((at) => at - slice / 2);
  const starts = plot.measure.map((_, index) => index * slice);
  const second = TOP + PANEL + GAP;
  const height = second + PANEL + 50;
  const cut = LEFT + ((WIDTH - LEFT - RIGHT) * seconds) / end;
  const verdict = reliable ? `warm-up ${number(seconds)} s` : `no end of the warm-up seen`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(network)}: warm-up by MSER-5</title>`,
    '<style>text{font:13px sans-serif;fill:#222}.tick{font-size:11px;fill:#555}.grid{stroke:#ddd}.mark{fill:#b00020}.name{font-weight:bold}</style>',
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" class="name">${escaped(network)}: pilots at ${escaped(plot.station)}, ${verdict}</text>`,
    ...panelLines(
      {
        top: TOP,
        title: 'mean number of customers',
        unit: 'customers',
        xs: middles,
        ys: plot.meanNumber,
        colour: '#1b62a5',
      },
      end,
    ),
    ...panelLines(
      {
        top: second,
        title: 'MSER-5 with this much left out',
        unit: 'customers²',
        xs: starts,
        ys: plot.measure,
        colour: '#a5521b',
      },
      end,
    ),
    `<line x1="${place(cut)}" y1="${TOP}" x2="${place(cut)}" y2="${second + PANEL}" stroke="#b00020" stroke-dasharray="5 4"/>`,
    `<text class="mark" x="${place(cut + 5)}" y="${TOP + 12}">truncation</text>`,
    '</svg>',
    '',
  ].join('\n');
}
