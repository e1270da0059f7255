// Talks to the running engine of a configuration: finds its address and its token, and turns what goes wrong into words.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ServerConfiguration } from '../../../config/schema.ts';
import { InputError, type Problem } from '../../../core/problem.ts';
import { notePath, PREFIX, tokenPath } from '../../../engine/admin/places.ts';
import { readConfiguration } from '../../read-configuration.ts';

export interface AdminClient {
  /** @returns the answer. @throws InputError for everything but success */
  call<A extends z.ZodType>(
    answer: A,
    method: 'GET' | 'POST' | 'DELETE',
    address: string,
    input?: Input,
  ): Promise<z.output<A>>;
}

interface Input {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

export interface AdminOptions {
  readonly config: string;
  readonly tokenFile?: string;
}

const TIMEOUT_MILLISECONDS = 30_000;

const note = z.object({ url: z.url() });
const problemAnswer = z.object({
  detail: z.string(),
  problems: z.array(z.object({ path: z.string(), got: z.string(), wanted: z.string(), hint: z.string() })).default([]),
});

const trouble = (problem: Problem): InputError => new InputError('admin', [problem]);

const notRunning = (config: string, url: string): InputError =>
  trouble({
    path: url,
    got: 'nobody answers',
    wanted: 'a running engine',
    hint: `Start it: plimsoll engine --config ${config}`,
  });

/** Where the engine says that it is; where it should be, when it says nothing. */
async function urlOf({ admin, storage }: ServerConfiguration, config: string): Promise<string> {
  const told = await readFile(notePath(storage.folder), 'utf8').catch(() => null);
  if (told !== null) return note.parse(JSON.parse(told)).url;
  if (admin.enabled) throw notRunning(config, `${admin.host}:${admin.port}`);
  throw trouble({
    path: 'admin.enabled',
    got: 'false',
    wanted: 'true, so that the engine can be talked to',
    hint: `Set it in ${config}, and start the engine again.`,
  });
}

async function tokenOf({ admin, storage }: ServerConfiguration, given?: string): Promise<string> {
  const path = given ?? tokenPath(admin, storage.folder);
  try {
    return (await readFile(path, 'latin1')).trim();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw trouble({
      path: '--token-file',
      got: `${path}, which cannot be read (${code})`,
      wanted: 'a file with a token of the engine',
      hint: code === 'EACCES' ? 'Run this as the user of the engine.' : 'Name the file of your token.',
    });
  }
}

/** What to say beside the answer's own words, by status. */
const ADVICE: Readonly<Record<number, Pick<Problem, 'wanted' | 'hint'>>> = {
  401: { wanted: 'a token of this engine', hint: 'It belongs to another engine, or was replaced: check --token-file.' },
  404: { wanted: 'one that is there', hint: 'See what there is with `list`.' },
  409: { wanted: 'something that can be done now', hint: 'See its state with `list`.' },
};

async function problemOf(response: Response, address: string): Promise<InputError> {
  const { data } = problemAnswer.safeParse(await response.json().catch(() => null));
  if (data !== undefined && data.problems.length > 0) return new InputError('admin', data.problems);
  const got = (data?.detail ?? `status ${response.status}`).replace(/\.$/, '');
  return trouble({ path: address, got, wanted: 'an answer', hint: 'Try again.', ...ADVICE[response.status] });
}

/** Finds the engine of a configuration. @throws InputError when it cannot be found or talked to */
export async function connectAdmin({ config, tokenFile }: AdminOptions): Promise<AdminClient> {
  const configuration = await readConfiguration(config);
  const url = await urlOf(configuration, config);
  const authorization = `Bearer ${await tokenOf(configuration, tokenFile)}`;
  return {
    async call(answer, method, address, { query = {}, body } = {}) {
      const target = new URL(`${url}${PREFIX}${address}`);
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) target.searchParams.set(name, String(value));
      let response: Response;
      try {
        response = await fetch(target, {
          method,
          headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        });
      } catch (error) {
        // A note of an engine that was killed leads to nobody.
        if (error instanceof TypeError) throw notRunning(config, url);
        throw trouble({
          path: url,
          got: 'no answer in 30 s',
          wanted: 'an answer',
          hint: 'The engine is overloaded: try again.',
        });
      }
      if (!response.ok) throw await problemOf(response, address);
      return answer.parse(await response.json());
    },
  };
}
