// A configuration from its text. Reads no file.
import { parseDocumentText } from './document.ts';
import { configurationSchema, type ServerConfiguration } from './schema.ts';
import { validate } from './validate.ts';

/**
 * Parses a server configuration from YAML or JSON and fills in the defaults.
 * @param source its name for messages.
 * @throws InputError with every problem found.
 */
export const parseConfiguration = (text: string, source: string): ServerConfiguration =>
  validate(configurationSchema, parseDocumentText(text, source), source);
