// Row 8.1: the addresses of an account are built from what is known of its person, by formats such as `<1g>.<s>`.
import { z } from 'zod';
import { isLocalPart } from './mailbox-name.ts';

/** What is known of the person behind an account. Every field is optional; a format that needs a missing one gives no address. */
export const personFields = {
  name: z.string().max(200).optional().describe('Name of the person; display name of the account, `<d>` of a format.'),
  givenName: z.string().max(100).optional().describe('`<g>` of an address format (row 8.1).'),
  middleInitial: z.string().max(10).optional().describe('`<i>` of an address format (row 8.1).'),
  surname: z.string().max(100).optional().describe('`<s>` of an address format (row 8.1).'),
  nickname: z.string().max(100).optional().describe('Mail nickname, `<m>` of an address format (row 8.1).'),
  attributes: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]{1,59}$/i, 'a name of 2 to 60 letters and digits'), z.string().max(200))
    .optional()
    .describe('Further facts by name, for `<name>` in address formats (row 8.1, custom attribute).'),
};

/** An account as formats see it. `address` is its login. */
export interface Person {
  readonly address: string;
  readonly name?: string | undefined;
  readonly givenName?: string | undefined;
  readonly middleInitial?: string | undefined;
  readonly surname?: string | undefined;
  readonly nickname?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** The guide's variables: one letter; with a number in front the first letters of an account name, given name or surname. */
const VARIABLE = /<(?:([agisdm])|(\d{1,2})([ags])|([a-z][a-z0-9_-]{1,59}))>/gi;
const LITERAL = /^[a-z0-9._+-]*$/i;

const isFormat = (text: string): boolean => {
  const rest = text.replace(VARIABLE, '');
  return rest !== text && LITERAL.test(rest);
};

export const addressFormat = z
  .string()
  .max(100)
  .refine(isFormat, 'letters, digits and . _ + - around variables: <a> <g> <i> <s> <d> <m> <2a> <1g> <3s> <attribute>');

const DROPPED_MARKS = /\p{Mark}/gu;

/** As it can stand in an address: accents dropped, blanks gone, nothing but letters, digits and `. _ + -`. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(DROPPED_MARKS, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9._+-]/g, '');

function factOf(letter: string, person: Person): string | undefined {
  switch (letter) {
    case 'a':
      return person.address.slice(0, person.address.lastIndexOf('@'));
    case 'g':
      return person.givenName;
    case 'i':
      return person.middleInitial;
    case 's':
      return person.surname;
    case 'd':
      return person.name;
    default:
      return person.nickname;
  }
}

/**
 * The local part that a format gives an account; null where it lacks something, or nothing usable is left of it.
 * @param format passed `addressFormat`
 */
export function localPartBy(format: string, person: Person): string | null {
  let missing = false;
  const text = format.replace(
    VARIABLE,
    (_whole, letter?: string, count?: string, cut?: string, attribute?: string): string => {
      const attributes = person.attributes ?? {};
      const own = attribute !== undefined && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      const key = (letter ?? cut)?.toLowerCase();
      const raw = (key === undefined ? own : factOf(key, person)) ?? '';
      // An account name is part of an address already.
      const found = key === 'a' ? raw : plain(raw);
      const value = count === undefined ? found : found.slice(0, Number(count));
      if (value === '') missing = true;
      return value;
    },
  );
  const local = text.toLowerCase();
  return !missing && isLocalPart(local) ? local : null;
}
