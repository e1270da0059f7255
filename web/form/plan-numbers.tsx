// Several number fields of the plan, wired to the form.
import { fieldOf, problemText } from '../state/field-problems.ts';
import { typingFaults } from '../state/form.ts';
import type { NumberKey } from '../state/plan.ts';
import type { FormContext } from './form-context.ts';
import { NumberField } from './number-field.tsx';
import { NUMBER_FIELDS } from './number-fields.ts';

export function PlanNumbers({ keys, form }: { readonly keys: readonly NumberKey[]; readonly form: FormContext }) {
  const { state, tell, problems, help } = form;
  const faults = typingFaults(state);
  return (
    <>
      {keys.map((key) => {
        const { label, unit, stops, help: helpText } = NUMBER_FIELDS[key];
        const wanted = faults[key];
        const problem = problems.find((candidate) => fieldOf(candidate) === key);
        return (
          <NumberField
            key={key}
            label={label}
            unit={unit}
            stops={stops}
            help={helpText(help)}
            value={state.plan[key]}
            typed={state.typed[key]}
            fault={wanted ? `Wanted: ${wanted}.` : problem && problemText(problem)}
            onType={(text) => tell({ kind: 'typed', key, text })}
            onLeave={() => tell({ kind: 'left', key })}
            onSlide={(value) => tell({ kind: 'chosen', changes: { [key]: value } })}
          />
        );
      })}
    </>
  );
}
