// `plimsoll aliases`: aliases of a domain from and into the formats of Postfix (row 8.6).
import { type Command, Option } from 'commander';
import { ALIAS_FORMATS, type AliasFormat, readAliasTable } from '../../../engine/domains/postfix/alias-table.ts';
import { writeAliasTable } from '../../../engine/domains/postfix/write-alias-table.ts';
import { readTextFile } from '../../read-text-file.ts';
import { chosenDomain, endWith, printNotes, printYaml } from './postfix-tables.ts';

interface Options {
  readonly format: AliasFormat;
  readonly domain?: string;
  readonly config?: string;
}

const formatOption = (): Option =>
  new Option('-f, --format <format>', 'aliases: "name: a, b"; virtual: "name@domain a, b"')
    .choices(ALIAS_FORMATS)
    .default('aliases');

/** Reads the file, and prints what is wrong with it. Names that the configuration has already are left out, as in the guide. */
async function read(file: string, { format, domain, config }: Options) {
  const { name, settings } = await chosenDomain(domain, config);
  const { aliases, catchAll, notes, problems } = readAliasTable(await readTextFile(file), format, name);
  endWith(file, problems);
  const taken = new Set((settings?.aliases ?? []).map((alias) => alias.name.toLowerCase()));
  printNotes([
    ...notes,
    ...aliases.filter((alias) => taken.has(alias.name)).map((alias) => `${alias.name} exists already, left as it is`),
    ...(catchAll !== null && settings?.catchAll ? ['a catch-all exists already, left as it is'] : []),
  ]);
  return {
    name,
    aliases: aliases.filter((alias) => !taken.has(alias.name)),
    catchAll: settings?.catchAll ? null : catchAll,
  };
}

const addImport = (aliases: Command): Command =>
  aliases
    .command('import')
    .summary('print the aliases of a Postfix file as YAML for a configuration')
    .argument('<file>', 'alias file of Postfix')
    .addOption(formatOption())
    .option('-d, --domain <name>', 'domain that the aliases are for')
    .option('-c, --config <file>', 'configuration whose aliases stay as they are')
    .addHelpText('after', '\nExample:\n  plimsoll aliases import /etc/aliases --domain example.com')
    .action(async (file: string, options: Options) => {
      const found = await read(file, options);
      printYaml({ ...(found.catchAll && { catchAll: found.catchAll }), aliases: found.aliases });
    });

const addExport = (aliases: Command): Command =>
  aliases
    .command('export')
    .summary('print the aliases of a configuration in a format of Postfix')
    .requiredOption('-c, --config <file>', 'configuration')
    .option('-d, --domain <name>', 'domain whose aliases are printed; needed where there are several')
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  plimsoll aliases export --config mail.yaml --format virtual > virtual')
    .action(async ({ config, domain, format }: Options & { readonly config: string }) => {
      const { name, settings } = await chosenDomain(domain, config);
      const { aliases = [], catchAll = null } = settings ?? {};
      const { text, problems } = writeAliasTable(aliases, catchAll, format, name);
      endWith(config, problems);
      process.stdout.write(text);
    });

const addCheck = (aliases: Command): Command =>
  aliases
    .command('check')
    .summary('check an alias file of Postfix, and take nothing')
    .argument('<file>', 'alias file of Postfix')
    .addOption(formatOption())
    .option('-d, --domain <name>', 'domain that the aliases are for')
    .option('-c, --config <file>', 'configuration that they would go into')
    .addHelpText('after', '\nExample:\n  plimsoll aliases check virtual --format virtual --domain example.com')
    .action(async (file: string, options: Options) => {
      const { name, aliases } = await read(file, options);
      console.log(`${file}: ${aliases.length} aliases of ${name} can be imported`);
    });

export function addAliasesCommand(program: Command): Command {
  const aliases = program.command('aliases').description('Aliases from and into the formats of Postfix (row 8.6).');
  for (const add of [addImport, addExport, addCheck]) add(aliases).exitOverride();
  return aliases;
}
