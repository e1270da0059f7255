// Mail made by a rule: two kinds that share most of their words and differ in how often they use some. The same number gives the same
// mail; learned and tested numbers differ, so nothing is tested that was learned.
import { openStream } from '../../../src/core/random-streams.ts';

const COMMON =
  'the and for with this that you your have from not are will can please find about time day week more some what when'.split(
    ' ',
  );
/** Many words, so that 200 mails show some of them only now and then. */
const many = (stem: string): string[] =>
  Array.from({ length: 400 }, (_, place) => `${stem}${String.fromCharCode(97 + (place % 20))}${place}`);
const SPAMMY = many('prize');
const HAMMY = many('agenda');

/** Share of telling words, and of those the share that points the right way. */
const TELLING = 0.2;
const RIGHT = 0.8;
const WORDS = 40;

export function generatedMail(kind: 'spam' | 'ham', serial: number): Buffer {
  const random = openStream(`antispam/${kind}/${serial}`);
  const one = (words: readonly string[]): string => words[Math.floor(random.uniform() * words.length)] ?? '';
  const [right, wrong] = kind === 'spam' ? [SPAMMY, HAMMY] : [HAMMY, SPAMMY];
  const word = (): string => {
    if (random.uniform() >= TELLING) return one(COMMON);
    return one(random.uniform() < RIGHT ? right : wrong);
  };
  const text = Array.from({ length: WORDS }, word).join(' ');
  return Buffer.from(
    [
      `From: <u${Math.floor(random.uniform() * 1e6)}@host${Math.floor(random.uniform() * 500)}.test>`,
      'To: bob@example.net',
      `Subject: ${word()} ${word()}`,
      `Message-ID: <${kind}.${serial}@generated.test>`,
      'Date: Mon, 01 Jan 2024 10:00:00 +0000',
      '',
      text,
      '',
    ].join('\r\n'),
  );
}

/** Who knows the rule judges best: by which words are more. 0.5: as many of one kind as of the other. */
export function knownProbability(message: Buffer): number {
  const words = message.toString('latin1').split(/\s+/);
  const count = (list: readonly string[]): number => words.filter((word) => list.includes(word)).length;
  return 0.5 + Math.sign(count(SPAMMY) - count(HAMMY)) / 2;
}
