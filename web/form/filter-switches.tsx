// The filters of the mail pipeline, each on or off.
import { STAGE_NAMES, STAGES } from '../../src/stages/index.ts';
import { FILTER_WORDS } from '../text/filter-words.ts';
import type { FormContext } from './form-context.ts';

export function FilterSwitches({ form: { state, tell } }: { readonly form: FormContext }) {
  const { filters } = state.plan;
  return (
    <fieldset class="choices switches">
      <legend class="field-label">Filters, in the order of the checks</legend>
      {STAGE_NAMES.map((name) => (
        <label class="choice" key={name}>
          <input
            type="checkbox"
            checked={filters[name]}
            onChange={({ currentTarget: { checked } }) =>
              tell({ kind: 'chosen', changes: { filters: { ...filters, [name]: checked } } })
            }
          />
          <span>
            {FILTER_WORDS[name].title}{' '}
            <small>
              {FILTER_WORDS[name].help} <span class="row">(row {STAGES[name].row})</span>
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
