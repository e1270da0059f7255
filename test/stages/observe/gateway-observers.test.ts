import { describe, expect, test } from 'vitest';
import type { ScanResult, VirusScanner } from '../../../src/pipeline/observation.ts';
import { observeAntispam } from '../../../src/stages/antispam/observe.ts';
import { antispamOptions } from '../../../src/stages/antispam/stage.ts';
import { createSignatureScanner } from '../../../src/stages/antivirus/observe/signature-scanner.ts';
import { observeAntivirus } from '../../../src/stages/antivirus/observe.ts';
import { antivirusOptions } from '../../../src/stages/antivirus/stage.ts';
import { EICAR, mailWith } from './archives.ts';
import { portsWith, subjectWith } from './fixtures.ts';

const message = mailWith(Buffer.from(EICAR));
const subject = subjectWith({ phase: 'data', recipient: null, message });

describe('antivirus', () => {
  const look = (scanner: VirusScanner, maxScanBytes = 1024 ** 2) =>
    observeAntivirus(subject, antivirusOptions.parse({ maxScanBytes }), portsWith({ names: {} }, { scanner }));
  const says = (result: ScanResult): VirusScanner => ({ scan: async () => result });

  test('names the virus that the scanner finds', async () => {
    expect(await look(createSignatureScanner())).toEqual({
      outcome: 'infected',
      virus: 'Eicar-Test-Signature',
      engine: null,
    });
  });
  test.each([{ kind: 'clean' }, { kind: 'unscannable', why: 'encrypted' }, { kind: 'failed', why: 'busy' }] as const)(
    'passes on that the scanner says $kind',
    async (result) => {
      expect(await look(says(result))).toEqual({ outcome: result.kind, virus: null, engine: null });
    },
  );
  test('does not scan mail over the limit', async () => {
    const scan = () => {
      throw new Error('it was scanned');
    };
    const limit = Math.max(1024, message.length - 1);
    const large = { ...subject, message: Buffer.concat([message, Buffer.alloc(2048)]) };
    const options = antivirusOptions.parse({ maxScanBytes: limit });
    const ports = portsWith({ names: {} }, { scanner: { scan } });
    expect(await observeAntivirus(large, options, ports)).toEqual({ outcome: 'tooLarge', virus: null, engine: null });
  });
  test('a scanner that breaks has failed', async () => {
    const scan = async () => {
      throw new Error('a bug');
    };
    expect(await look({ scan })).toEqual({ outcome: 'failed', virus: null, engine: null });
  });
  test('a visit without a message is a bug of the caller', async () => {
    const visit = observeAntivirus(subjectWith(), antivirusOptions.parse({}), portsWith({ names: {} }));
    await expect(visit).rejects.toThrow('phase rcpt');
  });
});

test('antispam tells the score of the whole message', async () => {
  const scorer = {
    score: async (bytes: Uint8Array, { helo }: { helo: string }) => ({
      score: bytes.length + helo.length / 100,
      rules: [],
    }),
  };
  const evidence = await observeAntispam(subject, antispamOptions.parse({}), portsWith({ names: {} }, { scorer }));
  expect(evidence).toMatchObject({ score: message.length + subject.helo.length / 100 });
});
