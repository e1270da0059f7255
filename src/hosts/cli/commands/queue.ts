// `plimsoll queue`: the queue of a running engine (row 10.4).
import { Argument, type Command, Option } from 'commander';
import {
  QUEUE_STATES,
  queueAnswer,
  queueCountsAnswer,
  queueDoneAnswer,
  queueMessageAnswer,
  queueShapeAnswer,
} from '../../../engine/admin/operations/queue.ts';
import { connectAdmin } from '../admin/admin-client.ts';
import { type AdminCommandOptions, adminCommand, print } from '../admin/admin-command.ts';
import { allPages } from '../admin/all-pages.ts';
import { namesOrAll } from '../admin/names-or-all.ts';
import { EXIT } from '../exit.ts';
import { wholeBetween } from '../options.ts';
import { countsText, queueMessageText, queueText, shapeText } from '../text/queue-text.ts';

/** Messages named in one request; the most that the API takes. */
const NAMED_AT_ONCE = 1000;

interface ListOptions extends AdminCommandOptions {
  readonly state?: string;
  readonly search?: string;
  readonly limit: number;
}

async function list({ json, state, search, limit, ...options }: ListOptions): Promise<void> {
  const admin = await connectAdmin(options);
  const messages = await allPages(limit, async (page) => {
    const answer = await admin.call(queueAnswer, 'GET', '/queue', { query: { ...page, state, search } });
    return { entries: answer.messages, next: answer.next };
  });
  print(messages, json, queueText);
}

async function show(id: string, { json, ...options }: AdminCommandOptions): Promise<void> {
  const admin = await connectAdmin(options);
  print(await admin.call(queueMessageAnswer, 'GET', `/queue/${encodeURIComponent(id)}`), json, queueMessageText);
}

async function counts({ json, ...options }: AdminCommandOptions): Promise<void> {
  print(await (await connectAdmin(options)).call(queueCountsAnswer, 'GET', '/queue/counts'), json, countsText);
}

async function shape({ json, ...options }: AdminCommandOptions): Promise<void> {
  print(await (await connectAdmin(options)).call(queueShapeAnswer, 'GET', '/queue/shape'), json, shapeText);
}

/** Adds a command that does something to messages. */
function addDeed(queue: Command, action: 'hold' | 'release' | 'resend' | 'clear', summary: string): void {
  adminCommand(queue, action, summary)
    .addArgument(new Argument('[id...]', 'queue ids'))
    .option('--all', 'every message of the queue')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll queue ${action} MIE1Z8QK0D1F2A3B4C5D --config scenarios/lab.yaml
  plimsoll queue ${action} --all --config scenarios/lab.yaml

Exits with 1 when a named message is gone, or in a state in which this means nothing.`,
    )
    .action(async (ids: string[], { json, all, ...options }: AdminCommandOptions & { all?: boolean }) => {
      const wanted = namesOrAll(ids, all, 'queue id');
      const admin = await connectAdmin(options);
      const bodies =
        wanted === 'all'
          ? [{ all: true }]
          : Array.from({ length: Math.ceil(wanted.length / NAMED_AT_ONCE) }, (_, nth) => ({
              ids: wanted.slice(nth * NAMED_AT_ONCE, (nth + 1) * NAMED_AT_ONCE),
            }));
      let done = 0;
      for (const body of bodies) done += (await admin.call(queueDoneAnswer, 'POST', `/queue/${action}`, { body })).done;
      const of = wanted === 'all' ? '' : ` of ${new Set(wanted).size}`;
      print({ done }, json, () => `${action}: done to ${done}${of} message${done === 1 && of === '' ? '' : 's'}.`);
      if (wanted !== 'all' && done < new Set(wanted).size) process.exitCode = EXIT.failed;
    });
}

export function addQueueCommand(program: Command): Command {
  const queue = program
    .command('queue')
    .summary('the queue of a running engine: list, show, hold, release, resend, clear');
  adminCommand(queue, 'list', 'messages, the oldest first')
    .addOption(new Option('--state <state>', 'only these').choices(QUEUE_STATES))
    .option('--search <text>', 'only those with this text in sender, recipient or id')
    .option('--limit <number>', 'at most so many', wholeBetween(1, 1_000_000), 1000)
    .addHelpText(
      'after',
      `
Examples:
  plimsoll queue list --config scenarios/lab.yaml
  plimsoll queue list --state deferred --search example.net --json --config scenarios/lab.yaml`,
    )
    .action(list);
  adminCommand(queue, 'show <id>', 'one message with its header, and what every stage said of it')
    .addHelpText('after', '\nExample:\n  plimsoll queue show MIE1Z8QK0D1F2A3B4C5D --config scenarios/lab.yaml')
    .action(show);
  adminCommand(queue, 'counts', 'how many messages there are, by state')
    .addHelpText('after', '\nExample:\n  plimsoll queue counts --config scenarios/lab.yaml')
    .action(counts);
  adminCommand(queue, 'shape', 'what waits for which domain, and how long it has')
    .addHelpText('after', '\nExample:\n  plimsoll queue shape --config scenarios/lab.yaml')
    .action(shape);
  addDeed(queue, 'hold', 'keep messages until they are released');
  addDeed(queue, 'release', 'let messages on hold go on, each at its time');
  addDeed(queue, 'resend', 'try messages now, those on hold too');
  addDeed(queue, 'clear', 'delete messages; nobody is told');
  return queue;
}
