// `plimsoll serve`: the planner page and the HTTP API, until it is told to stop.
import type { Command } from 'commander';
import { isLoopback } from '../../../http/loopback.ts';
import type { HttpServer } from '../../http/start-server.ts';
import { loadLibrary } from '../../load-library.ts';
import { askedToStop } from '../asked-to-stop.ts';
import { listenProblem } from '../listen-problem.ts';
import { openBrowser } from '../open-browser.ts';
import { wholeBetween } from '../options.ts';

const DEFAULT_PORT = 8080;
/** Ports tried in turn when none was named. */
const PORTS_TRIED = 20;

interface Options {
  readonly port?: number;
  readonly host: string;
  readonly open?: boolean;
  readonly json?: boolean;
}

/** Starts on the named port; without one, on the first that is free from the default on. */
async function startOn(
  start: (port: number) => Promise<HttpServer>,
  host: string,
  named?: number,
): Promise<HttpServer> {
  const last = named ?? DEFAULT_PORT + PORTS_TRIED - 1;
  for (let port = named ?? DEFAULT_PORT; ; port += 1) {
    try {
      return await start(port);
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || port === last) throw listenProblem(error, host, port);
    }
  }
}

/** The address to type into a browser: one that listens everywhere is reached on loopback as well. */
function urlOf(host: string, port: number): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}/`;
}

async function serve({ port: named, host, open, json }: Options): Promise<void> {
  // Loaded here, so that other commands do not wait for a web server.
  const { startServer } = await import('../../http/start-server.ts');
  const { loadPage } = await import('../../page/load-page.ts');
  const stop = askedToStop();
  const parts = { host, page: await loadPage(), library: loadLibrary() };
  const server = await startOn((port) => startServer({ ...parts, port }), host, named);
  const url = urlOf(host, server.port);
  if (named === undefined && server.port !== DEFAULT_PORT)
    console.error(`Port ${DEFAULT_PORT} is taken, so this is port ${server.port}.`);
  if (!isLoopback(host)) console.error(`Warning: anybody who reaches port ${server.port} of this machine may use it.`);
  console.log(json ? JSON.stringify({ ready: true, url }) : `Plimsoll planner: ${url}`);
  if (open) await openBrowser(url);
  await stop;
  await server.stop();
}

export const addServeCommand = (program: Command): Command =>
  program
    .command('serve')
    .summary('serve the planner page and the HTTP API')
    .description('The planner in the browser, and the API beside it (/api/v1/openapi.json). SIGTERM or SIGINT ends it.')
    .option(
      '-p, --port <number>',
      `port to listen on, 0 for any free one (default: ${DEFAULT_PORT}, or the next that is free)`,
      wholeBetween(0, 65_535),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--open', 'open the page in the browser')
    .option('--json', 'print one JSON line when it is ready')
    .addHelpText(
      'after',
      `
Examples:
  plimsoll serve --open
  plimsoll serve --port 0 --json`,
    )
    .action(serve);
