// Second half of the form: the server that is looked at, and what it does with mail.
import { DRIVES } from '../../src/model/library/disks.ts';
import type { Plan } from '../state/plan.ts';
import { RAID_TITLES } from '../text/raid-titles.ts';
import { ChoiceField } from './choice-field.tsx';
import { FilterSwitches } from './filter-switches.tsx';
import type { FormContext } from './form-context.ts';
import { PlanNumbers } from './plan-numbers.tsx';

export function ServerForm({ form }: { readonly form: FormContext }) {
  const { state, tell, help } = form;
  const { drives } = help.library.disks;
  return (
    <form class="card" aria-labelledby="server" onSubmit={(event) => event.preventDefault()}>
      <h3 id="server">The server</h3>
      <PlanNumbers keys={['cores', 'coreSpeed', 'ramGib', 'drives']} form={form} />
      <div class="field-pair">
        <ChoiceField
          label="Kind of drive"
          value={state.plan.drive}
          choices={DRIVES.map((drive) => [drive, drives[drive].title] as const)}
          onChoose={(drive) => tell({ kind: 'chosen', changes: { drive } })}
        />
        <ChoiceField
          label="RAID level"
          value={state.plan.raid}
          choices={Object.entries(RAID_TITLES) as [Plan['raid'], string][]}
          onChoose={(raid) => tell({ kind: 'chosen', changes: { raid } })}
        />
      </div>
      <PlanNumbers keys={['cacheGb']} form={form} />
      <FilterSwitches form={form} />
    </form>
  );
}
