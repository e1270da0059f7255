// The description of the API (OpenAPI 3.1), made from the schemas that check its requests.
import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { answer, body, forAll, forBodies, operation, problem, retryAfter } from '../../../http/openapi-parts.ts';
import { scenarioSchema } from '../../../model/scenario.ts';
import { sizingInputSchema } from '../../../sizing/size.ts';
import type { HttpLimits } from '../limits.ts';
import { simulationAnswerSchema } from './simulation-answer.ts';
import { sizingAnswerSchema } from './sizing-answer.ts';

const sizingInput = sizingInputSchema.meta({ id: 'SizingInput', examples: [{ users: 200, years: 3 }] });
const scenario = scenarioSchema.meta({ id: 'Scenario' });

const healthSchema = z.strictObject({
  status: z.literal('ok'),
  version: z.string(),
  simulations: z.strictObject({ running: z.int(), waiting: z.int(), atOnce: z.int() }),
});

export function openApiDocument(version: string, limits: HttpLimits): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plimsoll',
      version,
      description: 'Sizes and simulates a mail server. Errors are application/problem+json (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    // On one's own machine: there is nobody to tell apart.
    security: [],
    paths: {
      '/api/v1/size': {
        post: operation('size', "Size a server by the guide's formulas", {
          requestBody: body(sizingInput),
          responses: {
            '200': answer('Storage, RAM, SSD cache and licences.', sizingAnswerSchema),
            ...forBodies(limits.sizeBodyBytes),
            ...forAll(limits.requestsPerMinute),
          },
        }),
      },
      '/api/v1/simulate': {
        post: operation('simulate', 'Simulate a scenario', {
          description: `The same bytes for the same scenario and seed. At most ${limits.simulatedMails} mails: users × mails a user a day × days (with warm-up) × replications. The simulation ends when the client goes away.`,
          requestBody: body(scenario),
          responses: {
            '200': answer('Throughput, response times and utilisation, with intervals.', simulationAnswerSchema),
            ...forBodies(limits.simulateBodyBytes),
            ...forAll(limits.simulationsPerMinute),
            '500': problem('The run failed its own checks or needed more events than it may, or a bug of plimsoll.'),
            '503': problem('Too many simulations run and wait.', retryAfter),
            '504': problem(`The simulation took longer than ${limits.simulationSeconds} s.`),
          },
        }),
      },
      '/api/v1/health': {
        get: operation('health', 'Is it running, and how busy', {
          responses: { '200': answer('It is.', healthSchema), ...forAll(limits.requestsPerMinute) },
        }),
      },
      '/api/v1/openapi.json': {
        get: operation('openapi', 'This description', {
          responses: {
            '200': answer('An OpenAPI 3.1 document.', z.looseObject({ openapi: z.string() })),
            ...forAll(limits.requestsPerMinute),
          },
        }),
      },
    },
  });
}
