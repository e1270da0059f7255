// The files in an archive, one after another, each read within the scan's allowance. Knows no mail and no virus.
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { ArchiveKind } from './archive-kind.ts';
import { type ScanAllowance, Unopened } from './scan-allowance.ts';

const gunzipPromise = promisify(gunzip);

/** What reading an archive runs into, as Unopened. */
const broken = (kind: string, error: unknown): Unopened =>
  error instanceof Unopened ? error : new Unopened(`a broken ${kind} archive`);

async function collect(stream: AsyncIterable<Buffer>, allowance: ScanAllowance): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    allowance.takeBytes(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readZipEntry(zip: ZipFile, entry: Entry, allowance: ScanAllowance): Promise<Buffer> {
  if (entry.isEncrypted()) throw new Unopened('an encrypted file in a zip archive');
  if (!entry.canDecodeFileData()) throw new Unopened('a file in a zip archive, packed by an unknown method');
  if (entry.uncompressedSize > allowance.bytesLeft()) throw new Unopened('a file in a zip archive that is too large');
  const stream = await zip.openReadStreamPromise(entry);
  try {
    return await collect(stream, allowance);
  } finally {
    stream.destroy();
  }
}

/** Names are not decoded: one that is no path would otherwise hide its whole archive. Sizes are checked against the declared ones. */
const ZIP_OPTIONS = { decodeStrings: false, validateEntrySizes: true } as const;

async function* openZip(bytes: Buffer, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  yield* zipFiles(await fromBufferPromise(bytes, ZIP_OPTIONS), allowance);
}

/** Behind other data: what is no zip after all has no files. */
async function* openAppendedZip(bytes: Buffer, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  const zip = await fromBufferPromise(bytes, ZIP_OPTIONS).catch(() => null);
  if (zip !== null) yield* zipFiles(zip, allowance);
}

async function* zipFiles(zip: ZipFile, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  let failed: Unopened | null = null;
  for await (const entry of zip.eachEntry()) {
    allowance.takeEntry();
    try {
      yield await readZipEntry(zip, entry, allowance);
    } catch (error) {
      failed = broken('zip', error);
      if (failed.final) throw failed;
    }
  }
  if (failed) throw failed;
}

async function* openGzip(bytes: Buffer, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  allowance.takeEntry();
  const maxOutputLength = Math.max(1, allowance.bytesLeft());
  // With Z_SYNC_FLUSH an archive that is cut off still gives what it has.
  const unpacked = await gunzipPromise(bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }).catch(
    (error: unknown) => {
      if (error instanceof RangeError) allowance.takeBytes(maxOutputLength + 1);
      throw error;
    },
  );
  allowance.takeBytes(unpacked.length);
  yield unpacked;
}

async function* openTar(bytes: Buffer, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  const tar = extract();
  tar.end(bytes);
  for await (const entry of tar) {
    allowance.takeEntry();
    yield await collect(entry as AsyncIterable<Buffer>, allowance);
  }
}

const OPENERS = { zip: openZip, appendedZip: openAppendedZip, gzip: openGzip, tar: openTar } as const;

/** Yields the content of every file. @throws Unopened for what cannot be opened, after what can be. */
export async function* openArchive(bytes: Buffer, kind: ArchiveKind, allowance: ScanAllowance): AsyncGenerator<Buffer> {
  if (typeof kind === 'object') throw new Unopened(`an archive of a kind that cannot be opened: ${kind.closed}`);
  try {
    yield* OPENERS[kind](bytes, allowance);
  } catch (error) {
    throw broken(kind === 'appendedZip' ? 'zip' : kind, error);
  }
}
