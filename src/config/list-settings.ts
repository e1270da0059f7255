// The whole effective configuration as a flat list, one setting an entry: what it is, whether that is the default, which row of the
// guide it belongs to. Secrets are masked here, so that whoever prints the list cannot leak one.
import { z } from 'zod';
import { STAGES, type StageName } from '../stages/index.ts';
import { configurationSchema, type ServerConfiguration } from './schema.ts';
import { type JsonSchema, type PathPart, pathText, schemasBelow } from './schema-path.ts';
import { isSecret } from './secret.ts';

export interface Setting {
  /** E.g. `stages.greylist.periodSeconds`, `accounts[0].address`. */
  readonly path: string;
  /** A number, a text, true, false, null, or a list of these; a secret's is `(secret)`. */
  readonly value: unknown;
  /** It is not what a configuration without it has. */
  readonly changed: boolean;
  /** Row of the guide, e.g. `9.8`; null where none is named. */
  readonly row: string | null;
  /** What it is for; null where nothing is said. */
  readonly description: string | null;
}

const SECRET = '(secret)';
/** What stands for "there is no default". */
const NONE = Symbol('no default');

const isStage = (name: unknown): name is StageName => typeof name === 'string' && Object.hasOwn(STAGES, name);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The entries below a value; null when it is a setting in itself. A list of plain values is one. */
function below(value: unknown): readonly (readonly [PathPart, unknown])[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries: (readonly [PathPart, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  if (entries.length === 0) return null;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) return null;
  return entries;
}

function rowOf(path: readonly PathPart[], description: string | null): string | null {
  const [, named] = /\brow (\d+\.\d+)/i.exec(description ?? '') ?? [];
  if (named !== undefined) return named;
  const [area, stage] = path;
  return area === 'stages' && isStage(stage) ? STAGES[stage].row : null;
}

function* walk(
  value: unknown,
  schemas: readonly JsonSchema[],
  inherited: unknown,
  path: readonly PathPart[],
): Generator<Setting> {
  const own = schemas.find((schema) => Object.hasOwn(schema, 'default'));
  const standard = inherited !== NONE ? inherited : own ? own.default : NONE;
  const entries = isSecret(path) ? null : below(value);
  if (entries === null) {
    if (value === undefined) return;
    const description = schemas.find((schema) => schema.description !== undefined)?.description ?? null;
    const changed = standard === NONE || !same(standard, value);
    yield {
      path: pathText(path),
      value: isSecret(path) ? SECRET : value,
      changed,
      row: rowOf(path, description),
      description,
    };
    return;
  }
  for (const [key, inner] of entries) {
    const given = typeof standard === 'object' && standard !== null && Object.hasOwn(standard, key);
    const next = given ? (standard as Readonly<Record<PathPart, unknown>>)[key] : NONE;
    yield* walk(
      inner,
      schemas.flatMap((schema) => schemasBelow(schema, key)),
      next,
      [...path, key],
    );
  }
}

/** Every setting in the order of the schema. */
export function listSettings(configuration: ServerConfiguration): Setting[] {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return [...walk(configuration, [schema], NONE, [])];
}
