// The guide's figures as a host reads them, for the tests of this folder.
import { readFileSync } from 'node:fs';
import { parseDocumentText } from '../../src/config/document.ts';
import { validate } from '../../src/config/validate.ts';
import { guideConstantsSchema } from '../../src/sizing/guide-constants.ts';

const file = new URL('../../models/guide.yaml', import.meta.url);

export const guide = validate(
  guideConstantsSchema,
  parseDocumentText(readFileSync(file, 'utf8'), 'models/guide.yaml'),
  'models/guide.yaml',
);
