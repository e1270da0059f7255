// The key of a line chart. Beside the chart and not in it, so that it wraps on a narrow screen.
export interface LineStyle {
  readonly stroke: string;
  /** Lengths of dashes and gaps. */
  readonly dash: readonly number[];
}

export function LineKey({ lines }: { readonly lines: readonly (LineStyle & { readonly title: string })[] }) {
  return (
    <ul class="line-key" aria-hidden="true">
      {lines.map(({ title, stroke, dash }) => (
        <li key={title}>
          <svg viewBox="0 0 28 4" width="28" height="4" aria-hidden="true">
            <line x1="0" x2="28" y1="2" y2="2" stroke={stroke} stroke-width="2.5" stroke-dasharray={dash.join(' ')} />
          </svg>
          {title}
        </li>
      ))}
    </ul>
  );
}
