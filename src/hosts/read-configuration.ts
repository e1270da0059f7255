// The configuration a command was given: a configuration file, or a scenario, whose configuration it then takes.
import { dirname, resolve } from 'node:path';
import { parseDocumentText } from '../config/document.ts';
import { configurationSchema, type ServerConfiguration } from '../config/schema.ts';
import { validate } from '../config/validate.ts';
import { scenarioSchema } from '../model/scenario.ts';
import { readTextFile } from './read-text-file.ts';

const isScenario = (data: unknown): boolean => typeof data === 'object' && data !== null && 'kind' in data;

/**
 * Reads a configuration; its data folder becomes absolute, relative to the file.
 * @throws InputError with every problem found.
 */
export async function readConfiguration(file: string): Promise<ServerConfiguration> {
  const data = parseDocumentText(await readTextFile(file), file);
  const configuration = isScenario(data)
    ? validate(scenarioSchema, data, file).configuration
    : validate(configurationSchema, data, file);
  return { ...configuration, storage: { folder: resolve(dirname(file), configuration.storage.folder) } };
}

/** Moves every listener to `base` plus its standard port, e.g. 20000 makes 25 into 20025. */
export function withPortBase(configuration: ServerConfiguration, base: number): ServerConfiguration {
  const { smtp, imap } = configuration.listeners;
  return { ...configuration, listeners: { smtp: { ...smtp, port: base + 25 }, imap: { ...imap, port: base + 143 } } };
}
