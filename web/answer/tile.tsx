// One figure of the answer with what stands behind it.
import type { ComponentChildren } from 'preact';

interface TileProps {
  readonly name: string;
  /** Row of the guide; null where the figure is not the guide's. */
  readonly row: string | null;
  readonly value: string;
  /** What the value is uncertain by. */
  readonly spread?: string | undefined;
  readonly children: ComponentChildren;
}

export function Tile({ name, row, value, spread, children }: TileProps) {
  return (
    <div class="tile">
      <dt>
        {name} {row !== null && <span class="row">guide, row {row}</span>}
      </dt>
      <dd class="value">
        {value} {spread !== undefined && <small>± {spread}</small>}
      </dd>
      <dd class="behind">{children}</dd>
    </div>
  );
}
