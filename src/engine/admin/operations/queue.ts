// The queue (row 10.4): what waits and why; hold, release, resend, clear, of some messages or of all.
import { z } from 'zod';
import type { Chosen, QueueAdmin } from '../../queue/queue-admin.ts';
import { SHAPE_MINUTES } from '../../queue/queue-shape.ts';
import { declareOperation, type Operation } from '../operation.ts';
import { next, pageQuery } from './page.ts';

export const QUEUE_STATES = ['incoming', 'active', 'deferred', 'hold'] as const;

const id = z
  .string()
  .regex(/^[A-Z0-9]{1,40}$/, 'a queue id')
  .describe('Queue id, as in the log.');

const said = z
  .strictObject({ status: z.string().describe('RFC 3463.'), text: z.string(), host: z.string().nullable() })
  .meta({ id: 'DeliveryAnswer' });

const messageShape = {
  id: z.string(),
  state: z.enum(QUEUE_STATES),
  arrivedSeconds: z.number().describe('Since 1970.'),
  sizeBytes: z.int(),
  sender: z.string().describe('Empty: the null sender.'),
  recipients: z.array(
    z.strictObject({
      address: z.string(),
      original: z.string().describe('Address of RCPT TO.'),
      fate: z.enum(['waiting', 'delivered', 'failed', 'expired']),
      answer: said.nullable().describe('Why it waits; null before the first try.'),
      tries: z.int(),
    }),
  ),
  nextTrySeconds: z.number().nullable().describe('Null while it is delivered or held.'),
};

export const queueAnswer = z.strictObject({
  messages: z.array(z.strictObject(messageShape).meta({ id: 'QueuedMessage' })),
  next,
});

export const queueMessageAnswer = z
  .strictObject({
    ...messageShape,
    header: z.string().describe('One character a byte.'),
    trail: z
      .array(
        z.strictObject({
          stage: z.string(),
          phase: z.string(),
          recipient: z.string().nullable(),
          evidence: z.unknown(),
          verdict: z.looseObject({ kind: z.string() }),
        }),
      )
      .describe('What every stage saw and said.'),
  })
  .meta({ id: 'QueuedMessageDetail' });

export const queueCountsAnswer = z.strictObject({
  incoming: z.int(),
  active: z.int(),
  deferred: z.int(),
  hold: z.int(),
});

export const queueShapeAnswer = z.strictObject({
  minutes: z.array(z.int()).readonly().describe('Upper ends of the ages in `byAge`; its last entry is what is older.'),
  rows: z
    .array(z.strictObject({ domain: z.string(), total: z.int(), byAge: z.array(z.int()).readonly() }))
    .readonly()
    .describe('Recipients that wait, the fullest domains first.'),
});

const destinationsAnswer = z.strictObject({
  destinations: z.array(
    z.strictObject({
      destination: z.string(),
      window: z.int().describe('Deliveries allowed at once.'),
      running: z.int(),
      waiting: z.int(),
      restsUntilSeconds: z.number().nullable(),
    }),
  ),
});

const chosen = z
  .union([
    z.strictObject({ ids: z.array(id).min(1).max(1000) }),
    z.strictObject({ all: z.literal(true).describe('Every message of the queue.') }),
  ])
  .meta({ id: 'ChosenMessages' });

export const queueDoneAnswer = z.strictObject({
  done: z.int().describe('Messages it was done to: others are gone, or in another state.'),
});

const chosenOf = (body: z.output<typeof chosen>): Chosen => ('all' in body ? 'all' : body.ids);

const deed = (action: 'hold' | 'release' | 'resend' | 'clear', summary: string, queue: QueueAdmin): Operation =>
  declareOperation({
    name: `${action}Messages`,
    method: 'post',
    address: `/queue/${action}`,
    summary,
    body: chosen,
    answer: queueDoneAnswer,
    run: async ({ body, who }) => ({ done: await queue[action](chosenOf(body), who) }),
    which: ({ body }, { done }) => ({ id: 'all' in body ? 'all' : body.ids.join(' '), done }),
  });

export const queueOperations = (queue: QueueAdmin): Operation[] => [
  declareOperation({
    name: 'listQueue',
    method: 'get',
    address: '/queue',
    summary: 'Messages of the queue, the oldest first',
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(QUEUE_STATES).optional(),
      search: z.string().max(320).optional().describe('Text in the sender, a recipient or the id.'),
    }),
    answer: queueAnswer,
    run: async ({ query: { limit, after, state, search } }) => {
      const page = await queue.list({
        limit,
        ...(after !== undefined && { after }),
        ...(state !== undefined && { state }),
        ...(search !== undefined && { search }),
      });
      return {
        messages: [...page.messages].map((one) => ({ ...one, recipients: [...one.recipients] })),
        next: page.next,
      };
    },
  }),
  declareOperation({
    name: 'queueCounts',
    method: 'get',
    address: '/queue/counts',
    summary: 'How many messages there are, by state',
    answer: queueCountsAnswer,
    run: () => queue.counts(),
  }),
  declareOperation({
    name: 'queueShape',
    method: 'get',
    address: '/queue/shape',
    summary: 'What waits for which domain, and how long it has',
    query: z.strictObject({ rows: z.coerce.number().int().min(1).max(1000).default(50) }),
    answer: queueShapeAnswer,
    run: async ({ query }) => ({ minutes: SHAPE_MINUTES, rows: await queue.shape(query.rows) }),
  }),
  declareOperation({
    name: 'queueDestinations',
    method: 'get',
    address: '/queue/destinations',
    summary: 'How many deliveries go to which destination at once',
    answer: destinationsAnswer,
    run: () => ({ destinations: queue.destinations().map((one) => ({ ...one })) }),
  }),
  declareOperation({
    name: 'showMessage',
    method: 'get',
    address: '/queue/{id}',
    summary: 'One message with its header and its trail',
    path: z.strictObject({ id }),
    answer: queueMessageAnswer,
    run: async ({ path }) => {
      const found = await queue.show(path.id);
      return (
        found && {
          ...found,
          recipients: [...found.recipients],
          trail: found.trail.map(({ verdict, ...visit }) => ({ ...visit, verdict: { ...verdict } })),
        }
      );
    },
  }),
  deed('hold', 'Keep messages until they are released', queue),
  deed('release', 'Let messages on hold go on, each at its time', queue),
  deed('resend', 'Try messages now, those on hold too', queue),
  deed('clear', 'Delete messages; nobody is told', queue),
];
