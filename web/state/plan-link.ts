// A plan as the query of a link, and back: readable names, only what differs from the defaults. What a link says and nobody
// understands is reported, never dropped in silence.
import { nearest } from '../../src/config/validate.ts';
import { type Problem, shown } from '../../src/core/problem.ts';
import { STAGE_NAMES, type StageName } from '../../src/stages/index.ts';
import { CHOICE_KEYS, type ChoiceKey, NUMBER_KEYS, type NumberKey, type Plan, planSchema } from './plan.ts';
import { acceptedBy, readNumber } from './read-number.ts';

const NAMES: Readonly<Record<NumberKey | ChoiceKey, string>> = {
  users: 'users',
  mailsPerUserPerDay: 'mails',
  meanMessageKib: 'size-kb',
  years: 'years',
  highAvailability: 'ha',
  cores: 'cores',
  coreSpeed: 'speed',
  ramGib: 'ram-gb',
  drives: 'drives',
  drive: 'drive',
  raid: 'raid',
  cacheGb: 'cache-gb',
};

/** One parameter of a link: how its field is written and read. `read` gives null for what it does not accept. */
interface Parameter {
  readonly wanted: string;
  readonly write: (plan: Plan) => string;
  readonly read: (text: string, plan: Plan) => Plan | null;
}

const numberParameter = (key: NumberKey): Parameter => ({
  wanted: acceptedBy(key),
  write: (plan) => String(plan[key]),
  read: (text, plan) => {
    const { value } = readNumber(key, text);
    return value === null ? null : { ...plan, [key]: value };
  },
});

const choiceParameter = (key: ChoiceKey): Parameter => ({
  wanted: planSchema.shape[key].options.join(' or '),
  write: (plan) => plan[key],
  read: (text, plan) => {
    const { success, data } = planSchema.shape[key].safeParse(text);
    return success ? { ...plan, [key]: data } : null;
  },
});

const filterParameter = (name: StageName): Parameter => ({
  wanted: 'on or off',
  write: ({ filters }) => (filters[name] ? 'on' : 'off'),
  read: (text, plan) =>
    text === 'on' || text === 'off' ? { ...plan, filters: { ...plan.filters, [name]: text === 'on' } } : null,
});

const PARAMETERS: ReadonlyMap<string, Parameter> = new Map([
  ...NUMBER_KEYS.map((key) => [NAMES[key], numberParameter(key)] as const),
  ...CHOICE_KEYS.map((key) => [NAMES[key], choiceParameter(key)] as const),
  ...STAGE_NAMES.map((name) => [name, filterParameter(name)] as const),
]);

/** Far more than the page writes: a link that says more is not worth the time that it takes. */
const MAX_PARAMETERS = 100;

/** The query that stands for a plan, e.g. `users=750&greylist=off`; empty for the defaults. */
export function linkOf(plan: Plan, defaults: Plan): string {
  const query = new URLSearchParams();
  for (const [name, { write }] of PARAMETERS) {
    const text = write(plan);
    if (text !== write(defaults)) query.set(name, text);
  }
  return query.toString();
}

/** The plan that a query stands for, and everything in it that was not understood. */
export function planOfLink(query: string, defaults: Plan): { plan: Plan; problems: Problem[] } {
  let plan = defaults;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, [name, text]] of [...new URLSearchParams(query)].entries()) {
    const complain = (got: string, wanted: string, hint: string) =>
      problems.push({ path: shown(name).slice(1, -1), got, wanted, hint });
    if (index === MAX_PARAMETERS) {
      complain('more and more', `at most ${MAX_PARAMETERS} names`, 'It and all after it were left out.');
      break;
    }
    const parameter = PARAMETERS.get(name);
    if (parameter === undefined) {
      const near = nearest(name, [...PARAMETERS.keys()]);
      const hint = near ? `Did you mean "${near}"?` : 'It was left out.';
      complain(shown(text), 'a name that this page knows', hint);
      continue;
    }
    if (seen.has(name)) {
      complain(`${shown(text)} as well`, 'each name once', 'The first one counts.');
      continue;
    }
    seen.add(name);
    const next = parameter.read(text, plan);
    if (next === null) complain(shown(text), parameter.wanted, 'The usual value is used.');
    else plan = next;
  }
  return { plan, problems };
}
