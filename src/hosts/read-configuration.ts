// The configuration a command was given: a configuration file, or a scenario, whose configuration it then takes.
import { dirname, resolve } from 'node:path';
import { parseDocumentText } from '../config/document.ts';
import { STANDARD_PORTS } from '../config/listeners.ts';
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
  const place = (path: string): string => resolve(dirname(file), path);
  const { storage, tls, admin } = configuration;
  return {
    ...configuration,
    storage: { folder: place(storage.folder) },
    admin: { ...admin, tokenFile: admin.tokenFile && place(admin.tokenFile) },
    tls: {
      ...tls,
      certificateFile: tls.certificateFile && place(tls.certificateFile),
      keyFile: tls.keyFile && place(tls.keyFile),
    },
  };
}

/** HTTP has port 80; that is left to the web client. */
const ADMIN_OFFSET = 81;

/** Moves every listener to `base` plus its standard port, e.g. 20000 makes 25 into 20025. */
export function withPortBase(configuration: ServerConfiguration, base: number): ServerConfiguration {
  const { smtp, submission, submissions, imap } = configuration.listeners;
  const moved = <T>(listener: T, standardPort: number): T => ({ ...listener, port: base + standardPort });
  return {
    ...configuration,
    listeners: {
      smtp: moved(smtp, STANDARD_PORTS.smtp),
      submission: moved(submission, STANDARD_PORTS.submission),
      submissions: moved(submissions, STANDARD_PORTS.submissions),
      imap: moved(imap, STANDARD_PORTS.imap),
    },
    admin: moved(configuration.admin, ADMIN_OFFSET),
  };
}
