// What the commands for aliases and for hidden copies share: which domain, how YAML and notes are printed, how problems end.
import { stringify } from 'yaml';
import type { DomainSettings } from '../../../config/domains.ts';
import { namesOf } from '../../../config/domains.ts';
import { domainName } from '../../../config/mailbox-name.ts';
import { InputError, type Problem, shown } from '../../../core/problem.ts';
import { readConfiguration } from '../../read-configuration.ts';

/** The domain that a table is for, and its settings where a configuration was given. */
export interface ChosenDomain {
  readonly name: string;
  readonly settings: DomainSettings | null;
}

const fault = (got: string, wanted: string, hint: string): InputError =>
  new InputError('--domain', [{ path: '(command line)', got, wanted, hint }]);

/** @throws InputError when the domain is not told, is none, or is not in the configuration */
export async function chosenDomain(domain: string | undefined, config: string | undefined): Promise<ChosenDomain> {
  const parsed = domain === undefined ? null : domainName.safeParse(domain);
  if (parsed?.success === false) throw fault(shown(domain), 'a domain such as example.com', 'Mend the name.');
  const name = parsed?.data ?? null;
  if (config === undefined) {
    if (name === null) throw fault('nothing', 'the domain the table is for', 'Add --domain, or --config.');
    return { name, settings: null };
  }
  const { domains } = await readConfiguration(config);
  const known = domains.map((one) => one.name).join(', ');
  const settings = name === null ? domains[0] : domains.find((one) => namesOf(one).includes(name));
  if (settings === undefined || (name === null && domains.length > 1))
    throw fault(name ?? 'nothing', `one of ${known.slice(0, 200)}`, 'Name a domain of the configuration.');
  return { name: settings.name, settings };
}

export const printYaml = (value: unknown): void => console.log(stringify(value, { lineWidth: 0 }).trimEnd());

/** Notes go to standard error, so that the output can be piped. */
export const printNotes = (notes: readonly string[]): void => {
  for (const note of notes) console.error(`note: ${note}`);
};

/** @throws InputError when there are any */
export const endWith = (source: string, problems: readonly Problem[]): void => {
  if (problems.length > 0) throw new InputError(source, problems);
};
