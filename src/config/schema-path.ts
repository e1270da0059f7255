// Where in a document something is, and which parts of a JSON schema describe that place.

export type PathPart = string | number;

/** E.g. `accounts[0].address`. */
export const pathText = (path: readonly PathPart[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  ) || '(file)';

/** The part of a JSON schema that is looked at. */
export interface JsonSchema {
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

const variants = (schema: JsonSchema): JsonSchema[] => [
  schema,
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(variants),
];

/** One step further: a key of a mapping, or a place in a list. */
export function schemasBelow({ properties, additionalProperties, items }: JsonSchema, part: PathPart): JsonSchema[] {
  const open = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const next = typeof part === 'number' ? items : (properties?.[part] ?? open);
  return next ? variants(next) : [];
}

/** The parts of a JSON schema that may describe the value at `path`. */
export const schemasAt = (root: JsonSchema, path: readonly PathPart[]): JsonSchema[] =>
  path.reduce((level, part) => level.flatMap((schema) => schemasBelow(schema, part)), variants(root));
