// First half of the form: the organisation and its mail. The guide's formulas need no more.
import { AvailabilityChoice } from './availability-choice.tsx';
import type { FormContext } from './form-context.ts';
import { PlanNumbers } from './plan-numbers.tsx';

export function OrganisationForm({ form }: { readonly form: FormContext }) {
  return (
    <form class="card" aria-labelledby="organisation" onSubmit={(event) => event.preventDefault()}>
      <h3 id="organisation">Your organisation</h3>
      <PlanNumbers keys={['users', 'mailsPerUserPerDay', 'meanMessageKib', 'years']} form={form} />
      <AvailabilityChoice form={form} />
    </form>
  );
}
