// The page below its header: one form, two answers. All that is computed is computed here, on every change of the plan.
import { useMemo } from 'preact/hooks';
import { sizeServer } from '../src/sizing/size.ts';
import { CarryBand } from './carry-band.tsx';
import type { FormContext } from './form/form-context.ts';
import { LinkNotice } from './form/link-notice.tsx';
import { NUMBER_FIELDS } from './form/number-fields.ts';
import { PresetButtons } from './form/preset-buttons.tsx';
import { NeedBand } from './need-band.tsx';
import { useSimulation } from './simulation/use-simulation.ts';
import { attempt } from './state/attempt.ts';
import { problemText } from './state/field-problems.ts';
import { typingFaults } from './state/form.ts';
import type { PageData } from './state/page-data.ts';
import { NUMBER_KEYS } from './state/plan.ts';
import { linkOf } from './state/plan-link.ts';
import { sizingInputOf } from './state/plan-sizing.ts';
import { serverAnswer } from './state/server-answer.ts';
import { useLastGood } from './state/use-last-good.ts';
import { usePlan } from './state/use-plan.ts';

export function Planner({ library, template, defaults }: PageData) {
  const { state, tell, goTo } = usePlan(defaults);
  const { plan } = state;
  const sizing = useLastGood(
    useMemo(() => attempt(() => sizeServer(sizingInputOf(plan), library.guide)), [plan, library]),
  );
  const server = useLastGood(
    useMemo(() => attempt(() => serverAnswer(plan, template, library)), [plan, template, library]),
  );
  const simulation = useSimulation(library);
  if (sizing.value === null) return <p class="notice">{sizing.problems.map(problemText).join(' ')}</p>;

  const faults = typingFaults(state);
  const mistyped = NUMBER_KEYS.filter((key) => faults[key]).map(
    (key) => `“${NUMBER_FIELDS[key].label}” cannot be read.`,
  );
  const form: FormContext = { state, tell, problems: server.problems, help: { library, plan, sizing: sizing.value } };
  return (
    <>
      <LinkNotice problems={state.notUnderstood} onDismiss={() => tell({ kind: 'dismissed' })} />
      <PresetButtons plan={plan} defaults={defaults} onChoose={goTo} />
      <NeedBand
        form={form}
        sizing={sizing.value}
        reasons={[...mistyped, ...sizing.problems.map(problemText)]}
        library={library}
      />
      <CarryBand
        form={form}
        server={server.value}
        reasons={[...mistyped, ...server.problems.map(problemText)]}
        simulation={simulation}
        link={linkOf(plan, defaults)}
      />
    </>
  );
}
