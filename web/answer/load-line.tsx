// The load line: a hull seen from the bow. Water stands at the busiest resource's utilisation; the Plimsoll mark is the ceiling.
// Red below the mark is what is left to load; a hull with the mark under water is overloaded.
import { scaleLinear } from 'd3';

/** Utilisation to a height in the drawing: 0 is the keel, 1 the deck. A little more than full still shows. */
const KEEL = 216;
const DECK = 26;
const MOST_SHOWN = 1.08;
const heightOf = scaleLinear([0, MOST_SHOWN], [KEEL, KEEL - (KEEL - DECK) * MOST_SHOWN]).clamp(true);

const HULL = 'M34 26 L226 26 Q220 120 214 168 Q208 216 158 216 L102 216 Q52 216 46 168 Q40 120 34 26 Z';
/** Draught marks. The ceiling has a mark of its own. */
const MARKS = [0.2, 0.4, 0.6, 1];

interface LoadLineProps {
  /** The same in words. */
  readonly sentence: string;
  readonly utilisation: number;
  readonly ceiling: number;
  /** What a simulation measured; null without one. */
  readonly simulated: number | null;
}

export function LoadLine({ sentence, utilisation, ceiling, simulated }: LoadLineProps) {
  const line = heightOf(ceiling);
  const water = heightOf(utilisation);
  return (
    <svg class="load-line" viewBox="0 0 300 240" role="img" aria-label={sentence}>
      <defs>
        <clipPath id="hull-below">
          <rect x="0" y={line} width="300" height={240 - line} />
        </clipPath>
        <clipPath id="beside-scale">
          <rect width="250" height="240" rx="8" />
        </clipPath>
      </defs>
      <rect class="sky" width="250" height="240" rx="8" />
      <path class="hull" d={HULL} />
      <path class="hull-below" d={HULL} clip-path="url(#hull-below)" />
      {MARKS.filter((mark) => mark !== ceiling).map((mark) => (
        <g key={mark}>
          <line class="draught" x1="118" x2="142" y1={heightOf(mark)} y2={heightOf(mark)} />
          <text class="draught-text" x="262" y={heightOf(mark) + 4}>
            {mark * 100} %
          </text>
        </g>
      ))}
      <g class="mark">
        <circle cx="130" cy={line} r="15" />
        <line x1="92" x2="168" y1={line} y2={line} />
      </g>
      <text class="mark-text" x="262" y={line + 4}>
        {ceiling * 100} %
      </text>
      <line class="mark-lead" x1="222" x2="257" y1={line} y2={line} />
      <g clip-path="url(#beside-scale)">
        <g class="water" style={{ transform: `translateY(${water}px)` }}>
          <path d="M0 0 Q12 -5 25 0 T50 0 T75 0 T100 0 T125 0 T150 0 T175 0 T200 0 T225 0 T250 0 L250 240 L0 240 Z" />
        </g>
      </g>
      {simulated !== null && (
        <line class="simulated" x1="6" x2="250" y1={heightOf(simulated)} y2={heightOf(simulated)} />
      )}
    </svg>
  );
}
