// A network from the text of its file.
import { parseDocumentText } from '../config/document.ts';
import { validate } from '../config/validate.ts';
import { checkNetwork } from './check-network.ts';
import { type Network, networkSchema } from './schema.ts';

/**
 * Parses a network from YAML or JSON and fills in the defaults.
 * @throws InputError with every problem found: of the syntax, or else of the schema, or else of how the parts fit together.
 */
export function parseNetwork(text: string, source: string): Network {
  const network = validate(networkSchema, parseDocumentText(text, source), source);
  checkNetwork(network, source);
  return network;
}
