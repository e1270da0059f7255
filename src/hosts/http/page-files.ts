// Serves the page from memory. Files under chunks/ have a hash in their name and never change; all others are asked for anew.
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { RequestHandler } from 'express';
import { HttpProblem } from '../../http/http-problem.ts';
import type { Page } from '../page/page.ts';

// Weak, since the same file is sent packed and unpacked.
const etagOf = (bytes: Uint8Array): string => `W/"${createHash('sha256').update(bytes).digest('base64url')}"`;

const cacheControlOf = (name: string): string =>
  name.startsWith('chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/** @param page bytes by name, e.g. `index.html`, which is also the answer to `/`. */
export function pageFiles(page: Page): RequestHandler {
  const files = new Map(
    [...page].map(([name, bytes]) => {
      const headers = { ETag: etagOf(bytes), 'Cache-Control': cacheControlOf(name) };
      return [name, { body: Buffer.from(bytes), type: extname(name), headers }] as const;
    }),
  );
  return ({ method, path }, response, next) => {
    const file = files.get(path === '/' ? 'index.html' : path.slice(1));
    if (!file) {
      next();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD')
      throw new HttpProblem(405, 'This file can only be read.', { headers: { Allow: 'GET, HEAD' } });
    response.set(file.headers).type(file.type).send(file.body);
  };
}
