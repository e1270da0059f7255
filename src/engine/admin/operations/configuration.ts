// The configuration that the engine runs, as it took effect. It is changed in its file, not here.
import { z } from 'zod';
import { listSettings } from '../../../config/list-settings.ts';
import type { ServerConfiguration } from '../../../config/schema.ts';
import { declareOperation, type Operation } from '../operation.ts';

const flag = z.enum(['true', 'false']).default('false');

const setting = z
  .strictObject({
    path: z.string().describe('E.g. `stages.greylist.periodSeconds`.'),
    value: z.unknown().describe('Secrets are `(secret)`.'),
    changed: z.boolean().describe('It is not the default.'),
    row: z.string().nullable().describe('Row of the guide.'),
    description: z.string().nullable(),
  })
  .meta({ id: 'Setting' });

export const configurationAnswer = z.strictObject({ settings: z.array(setting) }).meta({ id: 'Configuration' });

export const configurationOperations = (configuration: ServerConfiguration): Operation[] => [
  declareOperation({
    name: 'configuration',
    method: 'get',
    address: '/configuration',
    summary: 'Every effective setting',
    query: z.strictObject({ changed: flag.describe('true: only what is not the default.') }),
    answer: configurationAnswer,
    run: ({ query }) => ({
      settings: listSettings(configuration).filter(({ changed }) => query.changed === 'false' || changed),
    }),
  }),
];
