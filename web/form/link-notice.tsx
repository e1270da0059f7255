// What a link said that this page does not understand. Nothing of it is dropped in silence.
import type { Problem } from '../../src/core/problem.ts';

const MOST_SHOWN = 10;

export function LinkNotice({ problems, onDismiss }: { readonly problems: readonly Problem[]; onDismiss: () => void }) {
  if (problems.length === 0) return null;
  const more = problems.length - MOST_SHOWN;
  return (
    <section class="notice" aria-labelledby="link-notice">
      <h2 id="link-notice">Not everything in this link was understood</h2>
      <ul>
        {problems.slice(0, MOST_SHOWN).map(({ path, got, wanted, hint }) => (
          <li key={`${path} ${got}`}>
            <code>{path}</code> says <code>{got}</code>; wanted: {wanted}. {hint}
          </li>
        ))}
        {more > 0 && <li>… and {more} more of the kind.</li>}
      </ul>
      <button type="button" onClick={onDismiss}>
        Understood
      </button>
    </section>
  );
}
