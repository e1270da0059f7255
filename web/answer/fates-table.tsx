// What becomes of a day's mail, by kind.
import { FATES } from '../../src/model/fate.ts';
import { MAIL_KINDS } from '../../src/pipeline/sampling.ts';
import type { SimulationResult } from '../../src/run/result.ts';
import { DataTable } from '../charts/data-table.tsx';
import { countText } from '../text/count-text.ts';
import { FATE_TITLES, KIND_TITLES } from '../text/mail-words.ts';

export function FatesTable({ result: { fates } }: { readonly result: SimulationResult }) {
  return (
    <section aria-labelledby="fates">
      <h4 id="fates">What becomes of a day’s mail</h4>
      <DataTable
        caption="Mails a day by kind and fate"
        head={['Mails a day', ...MAIL_KINDS.map((kind) => KIND_TITLES[kind])]}
        rows={FATES.map((fate) => [
          FATE_TITLES[fate],
          ...MAIL_KINDS.map((kind) => countText({ ...fates[kind][fate], halfWidth: null })),
        ])}
      />
      <p class="field-help">Means over the runs. Bulk is newsletters and notices.</p>
    </section>
  );
}
