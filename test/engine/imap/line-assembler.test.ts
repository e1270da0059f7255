import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBudget } from '../../../src/engine/imap/byte-budget.ts';
import { IMAP_LIMITS, userBounds } from '../../../src/engine/imap/limits.ts';
import { type AssemblerEvent, LineAssembler } from '../../../src/engine/imap/line-assembler.ts';

const bounds = (text: string) => userBounds(text, { ...IMAP_LIMITS, maxMessageBytes: 20_000 });

/** All events of `bytes`, given in pieces that end at `cuts`. */
function eventsOf(bytes: Buffer, cuts: readonly number[], budget = new ByteBudget(1_000_000)): AssemblerEvent[] {
  const assembler = new LineAssembler(bounds, budget);
  const events: AssemblerEvent[] = [];
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  let at = 0;
  for (const end of ends) {
    assembler.push(bytes.subarray(at, end));
    at = end;
    for (let event = assembler.next(); event.kind !== 'more'; event = assembler.next()) {
      events.push(event);
      if (event.kind === 'fatal') return events;
    }
  }
  assembler.release();
  return events;
}

/** A literal whose bytes may look like commands, marks and line ends. */
const literal = fc
  .array(fc.constantFrom('a', '\r\n', '{3}', '{9999999+}\r\n', '\0', 'b LOGOUT\r\n', '"'), { maxLength: 20 })
  .map((pieces) => pieces.join(''));

describe('the line assembler', () => {
  it('gives the same commands however the bytes are cut, literals untouched', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(literal, { maxLength: 5 }), { maxLength: 5 }),
        fc.array(fc.nat()),
        (commands, cuts) => {
          const wire = commands
            .map((literals) => `a X${literals.map((text) => ` {${text.length}+}\r\n${text}`).join('')}\r\n`)
            .join('');
          const budget = new ByteBudget(1_000_000);
          const found = eventsOf(Buffer.from(wire, 'latin1'), cuts, budget).map((event) =>
            event.kind === 'command' ? event.command.literals.map((one) => one.toString('latin1')) : event.kind,
          );
          expect(found).toEqual(commands);
          expect(budget.free).toBe(1_000_000);
        },
      ),
    );
  });

  it('never throws, never invents a command and gives every byte of the budget back, whatever comes', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      'APPEND ',
      '{5}',
      '{5+}',
      '{99999}',
      '{99999+}',
      '\r\n',
      '\n',
      '\r',
      '"',
      'xxxxx',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat()), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        const budget = new ByteBudget(1_000_000);
        const events = eventsOf(bytes, cuts, budget);
        const lines = pieces.filter((one) => one.includes('\n')).length;
        expect(events.filter(({ kind }) => kind === 'command').length).toBeLessThanOrEqual(lines);
        if (events.at(-1)?.kind !== 'fatal') expect(budget.free).toBe(1_000_000);
      }),
    );
  });

  it('lets only APPEND have a large literal', () => {
    expect(eventsOf(Buffer.from('a APPEND INBOX {20000}\r\n'), [])).toEqual([{ kind: 'continue' }]);
    expect(eventsOf(Buffer.from('a APPENDIX {20000}\r\n'), [])[0]).toMatchObject({ kind: 'refused', tag: 'a' });
    expect(eventsOf(Buffer.from('a SEARCH TEXT {8193}\r\n'), [])[0]).toMatchObject({ kind: 'refused', tag: 'a' });
    expect(eventsOf(Buffer.from('a SEARCH TEXT {8192}\r\n'), [])).toEqual([{ kind: 'continue' }]);
  });

  it('answers a refusal to the tag of the command, and to * where there is none', () => {
    expect(eventsOf(Buffer.from('{99999}\r\n'), [])[0]).toMatchObject({ kind: 'refused', tag: '*' });
    expect(eventsOf(Buffer.from('+ {99999}\r\n'), [])[0]).toMatchObject({ kind: 'refused', tag: '*' });
    expect(eventsOf(Buffer.from(`${'x'.repeat(65)} {99999}\r\n`), [])[0]).toMatchObject({ kind: 'refused', tag: '*' });
  });
});
