// Where the admin API is to be found: for the engine that serves it and for commands that ask it.
import { join } from 'node:path';
import type { AdminSettings } from '../../config/admin.ts';

/** What every address of the API begins with. */
export const PREFIX = '/admin/v1';

/** The note of a running engine: `{"url": "http://127.0.0.1:8081"}`. @param folder the data folder */
export const notePath = (folder: string): string => join(folder, 'admin.json');

/** File of the token; that in the data folder is made when none is configured. */
export const tokenPath = ({ tokenFile }: Pick<AdminSettings, 'tokenFile'>, folder: string): string =>
  tokenFile ?? join(folder, 'admin.token');
