// `plimsoll schema`: JSON schemas for editors.
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { configurationSchema } from '../../../config/schema.ts';
import { scenarioSchema } from '../../../model/scenario.ts';
import { networkSchema } from '../../../network/schema.ts';

const SCHEMAS = { configuration: configurationSchema, scenario: scenarioSchema, network: networkSchema } as const;

export const addSchemaCommand = (program: Command): Command =>
  program
    .command('schema')
    .summary('print a JSON schema, for editors')
    .addArgument(new Argument('<what>', 'which format').choices(Object.keys(SCHEMAS)))
    .addHelpText(
      'after',
      `
Example:
  plimsoll schema configuration > plimsoll.schema.json
  # first line of a configuration:  # yaml-language-server: $schema=plimsoll.schema.json`,
    )
    .action((what: keyof typeof SCHEMAS) => {
      console.log(JSON.stringify(z.toJSONSchema(SCHEMAS[what], { io: 'input', unrepresentable: 'any' }), null, 2));
    });
