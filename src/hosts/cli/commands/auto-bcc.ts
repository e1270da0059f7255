// `plimsoll auto-bcc`: rules for hidden copies from and into the formats of Postfix (row 8.7).
import { type Command, Option } from 'commander';
import { BCC_FORMATS, type BccFormat, readBccTable } from '../../../engine/domains/postfix/bcc-table.ts';
import { writeBccTable } from '../../../engine/domains/postfix/write-bcc-table.ts';
import { readTextFile } from '../../read-text-file.ts';
import { chosenDomain, endWith, printNotes, printYaml } from './postfix-tables.ts';

interface Options {
  readonly rules: 'sender' | 'recipient';
  readonly format: BccFormat;
  readonly domain?: string;
  readonly config?: string;
}

const sideOf = ({ rules }: Options): 'from' | 'to' => (rules === 'sender' ? 'from' : 'to');

const withTable = (command: Command): Command =>
  command
    .addOption(
      new Option('-r, --rules <which>', 'sender_bcc_maps or recipient_bcc_maps')
        .choices(['sender', 'recipient'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('-f, --format <format>', 'hash: "pattern address"; regexp: "/text/ address"')
        .choices(BCC_FORMATS)
        .default('hash'),
    );

const addImport = (bcc: Command): Command =>
  withTable(bcc.command('import'))
    .summary('print the rules of a Postfix table as YAML for a configuration')
    .argument('<file>', 'table of Postfix')
    .option('-d, --domain <name>', 'domain that the rules are for')
    .option('-c, --config <file>', 'configuration whose rules stay as they are')
    .addHelpText('after', '\nExample:\n  plimsoll auto-bcc import sender_bcc --rules sender --domain example.com')
    .action(async (file: string, options: Options) => {
      const { name, settings } = await chosenDomain(options.domain, options.config);
      const side = sideOf(options);
      const { rules, notes, problems } = readBccTable(await readTextFile(file), options.format, side, name);
      endWith(file, problems);
      const taken = new Set(
        (settings?.autoBcc ?? []).filter(({ match }) => match === side).map((rule) => rule.contains),
      );
      const known = rules.filter(({ contains }) => taken.has(contains));
      printNotes([...notes, ...known.map(({ contains }) => `${contains} exists already, left as it is`)]);
      printYaml({ autoBcc: rules.filter(({ contains }) => !taken.has(contains)) });
    });

const addExport = (bcc: Command): Command =>
  withTable(bcc.command('export'))
    .summary('print the rules of a configuration in a format of Postfix')
    .requiredOption('-c, --config <file>', 'configuration')
    .option('-d, --domain <name>', 'domain whose rules are printed; needed where there are several')
    .addHelpText('after', '\nExample:\n  plimsoll auto-bcc export --config mail.yaml --rules recipient --format regexp')
    .action(async (options: Options & { readonly config: string }) => {
      const { name, settings } = await chosenDomain(options.domain, options.config);
      const { text, notes, problems } = writeBccTable(settings?.autoBcc ?? [], options.format, sideOf(options), name);
      endWith(options.config, problems);
      printNotes(notes);
      process.stdout.write(text);
    });

export function addAutoBccCommand(program: Command): Command {
  const bcc = program
    .command('auto-bcc')
    .description('Rules for hidden copies from and into the formats of Postfix (row 8.7).');
  for (const add of [addImport, addExport]) add(bcc).exitOverride();
  return bcc;
}
