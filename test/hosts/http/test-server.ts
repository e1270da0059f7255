// The real HTTP host on a free port, with a small page and a few helpers for what `fetch` cannot say.
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { HTTP_LIMITS, type HttpLimits } from '../../../src/hosts/http/limits.ts';
import { startServer } from '../../../src/hosts/http/start-server.ts';
import { loadLibrary } from '../../../src/hosts/load-library.ts';
import { parseScenario, type Scenario } from '../../../src/model/scenario.ts';

export const library = loadLibrary();

export const PAGE = new Map(
  Object.entries({
    'index.html': '<!doctype html><title>Plimsoll</title>',
    'main.js': `import './chunks/size-4F2KQ7XA.js';${' '.repeat(5000)}`,
    'main.css': 'body { margin: 0 }',
    'library.json': JSON.stringify(library),
    'chunks/size-4F2KQ7XA.js': 'export const a = 1;',
  }).map(([name, content]) => [name, Buffer.from(content)]),
);

/** The office of 200 with other lengths of run. */
export function office(run: Partial<Scenario['run']> = {}): Scenario {
  const scenario = parseScenario(readFileSync('scenarios/office-200.yaml', 'utf8'), 'office-200');
  return { ...scenario, run: { ...scenario.run, ...run } };
}

/** A scenario that takes minutes: to be stopped. */
export const longOffice = (): Scenario => office({ replications: 100 });

/** Starts a server that ends with the test. */
export async function testServer(limits: Partial<HttpLimits> = {}, host = '127.0.0.1') {
  const server = await startServer({ host, port: 0, page: PAGE, library, limits: { ...HTTP_LIMITS, ...limits } });
  onTestFinished(() => server.stop());
  const url = `http://127.0.0.1:${server.port}`;
  const post = (path: string, body: unknown, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'Content-Type': 'application/json', ...init.headers },
    });
  return { ...server, url, post };
}

interface ProblemAnswer {
  readonly detail: string;
  readonly problems: readonly { readonly path: string; readonly got: string; readonly hint: string }[];
}

/** The body of an answer that is a problem. */
export const problemOf = async (response: Response): Promise<ProblemAnswer> => (await response.json()) as ProblemAnswer;

/** One request with a path and headers that `fetch` would mend first. */
export function rawRequest(
  url: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const path = url.slice(new URL(url).origin.length) || '/';
    const sent = request(url, { path, method, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    sent.on('error', reject).end(body);
  });
}
