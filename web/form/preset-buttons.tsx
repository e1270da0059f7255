// Plans to start from. Each is a step of its own in the browser's history.
import type { Plan } from '../state/plan.ts';
import { linkOf } from '../state/plan-link.ts';
import { PRESETS } from '../state/presets.ts';

interface PresetButtonsProps {
  readonly plan: Plan;
  readonly defaults: Plan;
  readonly onChoose: (plan: Plan) => void;
}

export function PresetButtons({ plan, defaults, onChoose }: PresetButtonsProps) {
  return (
    <fieldset class="presets">
      <legend>Start from</legend>
      {PRESETS.map(({ title, changes }) => {
        const preset = { ...defaults, ...changes };
        return (
          <button
            type="button"
            key={title}
            aria-pressed={linkOf(plan, defaults) === linkOf(preset, defaults)}
            onClick={() => onChoose(preset)}
          >
            {title}
          </button>
        );
      })}
    </fieldset>
  );
}
