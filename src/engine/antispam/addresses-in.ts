// The addresses in the value of a header field.
import { addressParser } from 'postal-mime';

const MAX_CHARACTERS = 10_000;

export const addressesIn = (value: string): string[] =>
  addressParser(value.slice(0, MAX_CHARACTERS), { flatten: true }).flatMap(({ address }) => address || []);
