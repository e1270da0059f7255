// High availability: one server or two, of which kind. Changes servers and licences.
import { useId } from 'preact/hooks';
import type { HighAvailability } from '../../src/sizing/licences.ts';
import type { FormContext } from './form-context.ts';

const TITLES: Readonly<Record<HighAvailability, string>> = {
  none: 'One server',
  mailplus: 'MailPlus cluster of two',
  sha: 'Synology High Availability',
};

export function AvailabilityChoice({ form: { state, tell, help } }: { readonly form: FormContext }) {
  const name = useId();
  const { freeLicences } = help.library.guide;
  return (
    <fieldset class="choices">
      <legend class="field-label">High availability</legend>
      {(Object.keys(TITLES) as HighAvailability[]).map((kind) => (
        <label class="choice" key={kind}>
          <input
            type="radio"
            name={name}
            checked={state.plan.highAvailability === kind}
            onChange={() => tell({ kind: 'chosen', changes: { highAvailability: kind } })}
          />
          <span>
            {TITLES[kind]} <small>{freeLicences.value[kind]} licences free</small>
          </span>
        </label>
      ))}
      <p class="field-help">Free licences: guide, row {freeLicences.row}.</p>
    </fieldset>
  );
}
