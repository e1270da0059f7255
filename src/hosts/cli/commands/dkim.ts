// `plimsoll dkim`: makes the keys that sign outgoing mail, shows the TXT records to publish, checks that DNS has them (row 8.3).
import type { Command } from 'commander';
import { canonicalDomain } from '../../../core/mail-address.ts';
import { InputError } from '../../../core/problem.ts';
import { keyKind } from '../../../engine/dkim/key-record.ts';
import { keyPlaces, makeKey, openKey, readKey } from '../../../engine/dkim/key-store.ts';
import { publishedKeyFinding } from '../../../engine/dkim/published-key.ts';
import { txtRecord } from '../../../engine/dkim/txt-record.ts';
import { NODE_FILE_SYSTEM } from '../../../engine/ports/node-file-system.ts';
import { createResolver } from '../../../engine/resolver.ts';
import { readConfiguration } from '../../read-configuration.ts';
import { EXIT } from '../exit.ts';
import { dkimJson, dkimText, type ShownKey } from '../text/dkim-text.ts';

interface Options {
  readonly config: string;
  readonly domain?: string;
  readonly selector?: string;
  readonly json?: boolean;
}

/** The keys that the options name, of all in the configuration. */
async function chosen({ config, domain, selector }: Options) {
  const configuration = await readConfiguration(config);
  const all = keyPlaces(configuration.dkim, configuration.storage.folder);
  const places = all.filter(
    (place) =>
      (domain === undefined || place.domain === canonicalDomain(domain)) &&
      (selector === undefined || place.selector === selector),
  );
  if (places.length === 0 && all.length > 0) {
    const wanted = `one of ${all.map((place) => `${place.selector} of ${place.domain}`).join(', ')}`;
    throw new InputError('dkim', [
      {
        path: '--domain, --selector',
        got: `${selector ?? '*'} of ${domain ?? '*'}`,
        wanted,
        hint: 'Add it under `dkim.domains`.',
      },
    ]);
  }
  return { places, configuration };
}

const print = (keys: readonly ShownKey[], json: boolean | undefined): void =>
  console.log(json ? JSON.stringify(dkimJson(keys), null, 2) : dkimText(keys));

async function show(options: Options): Promise<void> {
  const { places } = await chosen(options);
  const keys: ShownKey[] = [];
  for (const place of places) {
    const key = await readKey(NODE_FILE_SYSTEM, place);
    keys.push({ place, kind: key ? keyKind(key) : place.algorithm, record: key && txtRecord(place, key), made: false });
  }
  print(keys, options.json);
}

async function generate({ replace, ...options }: Options & { readonly replace?: boolean }): Promise<void> {
  const { places } = await chosen(options);
  const keys: ShownKey[] = [];
  for (const place of places) {
    const renewed = replace === true && place.own;
    const { key, made } = renewed
      ? { key: await makeKey(NODE_FILE_SYSTEM, place), made: true }
      : await openKey(NODE_FILE_SYSTEM, place);
    keys.push({ place, kind: keyKind(key), record: txtRecord(place, key), made });
  }
  print(keys, options.json);
}

async function check(options: Options): Promise<void> {
  const { places, configuration } = await chosen(options);
  const resolver = createResolver(configuration.dns);
  const findings = await Promise.all(
    places.map(async (place) => publishedKeyFinding(place, await readKey(NODE_FILE_SYSTEM, place), resolver)),
  );
  const lines = findings.map(({ name, status, detail, hint }) =>
    [`${status.toUpperCase().padEnd(5)} ${name}: ${detail}`, ...(hint ? [`      ${hint}`] : [])].join('\n'),
  );
  console.log(options.json ? JSON.stringify(findings, null, 2) : lines.join('\n') || dkimText([]));
  if (findings.some(({ status }) => status === 'fail')) process.exitCode = EXIT.failed;
}

const withCommonOptions = (command: Command): Command =>
  command
    .requiredOption('-c, --config <file>', 'configuration, or a scenario that holds one')
    .option('--domain <name>', 'this domain only')
    .option('--selector <name>', 'this selector only')
    .option('--json', 'print JSON')
    .exitOverride();

export function addDkimCommand(program: Command): Command {
  const dkim = program
    .command('dkim')
    .summary('keys that sign outgoing mail, and the DNS records for them')
    .description(
      'Private keys stay in the data folder and are never printed. A running engine reads them at its next start.',
    )
    .addHelpText('after', '\nExample:\n  plimsoll dkim show --config mail.yaml');
  withCommonOptions(dkim.command('generate'))
    .summary('make the keys that are missing and print their records')
    .description(
      'Keys that are there stay, unless --replace says so: then what the old ones signed can no longer be verified.',
    )
    .option('--replace', 'make new keys in the place of those that are there')
    .action(generate);
  withCommonOptions(dkim.command('show')).summary('print the TXT records to publish').action(show);
  withCommonOptions(dkim.command('check'))
    .summary('compare the published records with the keys')
    .description('Exits with 1 if the record of a key that signs is missing or wrong.')
    .action(check);
  return dkim;
}
