// What a person must know beside the figures.
import type { SizingNote } from '../../src/sizing/sizing-notes.ts';

export function SizingNotes({ notes }: { readonly notes: readonly SizingNote[] }) {
  return (
    <section class="notes" aria-labelledby="notes">
      <h3 id="notes">Good to know</h3>
      <ul>
        {notes.map(({ row, text }) => (
          <li key={text}>
            {text} <span class="row">guide, row {row}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
