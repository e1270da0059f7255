// Reads models/ from disk and checks every file against its schema. A broken model file is an input error like any other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { parseDocumentText } from '../config/document.ts';
import { validate } from '../config/validate.ts';
import { disksSchema } from '../model/library/disks.ts';
import { platformSchema } from '../model/library/platform.ts';
import { workloadSchema } from '../model/library/workload.ts';
import type { ModelLibrary } from '../run/library.ts';
import { guideConstantsSchema } from '../sizing/guide-constants.ts';
import { packageFolder } from './package-folder.ts';

function load<S extends z.ZodType>(schema: S, file: string): z.output<S> {
  return validate(schema, parseDocumentText(readFileSync(file, 'utf8'), file), file);
}

function loadAll<S extends z.ZodType<{ name: string }>>(schema: S, folder: string): Record<string, z.output<S>> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const items = files.sort().map((file) => load(schema, join(folder, file)));
  return Object.fromEntries(items.map((item) => [item.name, item]));
}

/** The library of an installation. @param models its folder; by default the one that comes with the package. */
export const loadLibrary = (models: string = join(packageFolder(), 'models')): ModelLibrary => ({
  guide: load(guideConstantsSchema, join(models, 'guide.yaml')),
  disks: load(disksSchema, join(models, 'disks.yaml')),
  workloads: loadAll(workloadSchema, join(models, 'workloads')),
  platforms: loadAll(platformSchema, join(models, 'platforms')),
});
