// A static host for the page, as strict as the real one: content policy on every answer, nothing but the page's files. It serves
// them from a folder, not from the root, since the page must work in any.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const POLICY = ['default', 'script', 'style', 'worker', 'connect']
  .map((kind) => `${kind}-src 'self'`)
  .concat("img-src 'self' data:")
  .join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

const FOLDER = '/some/folder/';

export interface ServedPage {
  /** Address of the page, ending in `/`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

export async function servePage(page: ReadonlyMap<string, Uint8Array>): Promise<ServedPage> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const name = pathname === FOLDER ? 'index.html' : pathname.slice(FOLDER.length);
    const bytes = pathname.startsWith(FOLDER) ? page.get(name) : undefined;
    response.writeHead(bytes ? 200 : 404, {
      'content-security-policy': POLICY,
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${FOLDER}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
