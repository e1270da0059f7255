// Archives made by hand, honest and not, and messages around them.
import { deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { mail } from './fixtures.ts';

/** In pieces, so that no scanner stops at this file. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join('');

export interface ZipFile {
  readonly name: string;
  readonly content: Buffer;
  /** Bits of the general purpose flag; 1: encrypted. */
  readonly flags?: number;
  readonly method?: number;
  /** A lie about the size. */
  readonly declaredBytes?: number;
}

const le = (...fields: readonly (readonly [bytes: number, value: number])[]): Buffer =>
  Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );

/** A zip whose entries are deflated. Checksums are left zero, as nobody looks at them. */
export function zip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, flags = 0, method = 8, declaredBytes = content.length } of files) {
    const data = method === 8 ? deflateRawSync(content) : content;
    const common = le(
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, 0],
      [4, data.length],
      [4, declaredBytes],
      [2, name.length],
      [2, 0],
    );
    const local = Buffer.concat([le([4, 0x04034b50]), common, Buffer.from(name), data]);
    central.push(
      le([4, 0x02014b50], [2, 20]),
      common,
      le([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      Buffer.from(name),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = le(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...locals, directory, end]);
}

export const zipOf = (content: Buffer | string, more: Partial<ZipFile> = {}): Buffer =>
  zip([{ name: 'file', content: Buffer.from(content), ...more }]);

export async function tar(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const base64Lines = (content: Buffer): string[] => content.toString('base64').match(/.{1,76}/g) ?? [];

/** A usual message with a text and one attachment. */
export const mailWith = (attachment: Buffer, name = 'file.bin'): Buffer =>
  mail(
    'From: ann@example.com',
    'Subject: see attached',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain',
    '',
    'See attached.',
    '--cut',
    `Content-Type: application/octet-stream; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...base64Lines(attachment),
    '--cut--',
  );
