import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/config/validate.ts';
import { InputError } from '../../src/core/problem.ts';
import { sizeServer, sizingInputSchema } from '../../src/sizing/size.ts';
import { guide } from './guide.ts';

describe('sizing a server', () => {
  it('fills in the guide’s figures: 200 users alone give its example', () => {
    const sizing = sizeServer({ users: 200 }, guide);
    expect(sizing).toMatchObject({
      input: { users: 200, mailsPerUserPerDay: 100, meanMessageBytes: 307_200, years: 3, highAvailability: 'none' },
      servers: 1,
      storage: { row: '1.4', display: '6.12 TB', labelDisplay: '6.73 TB' },
      ram: { row: '1.2', gib: 8 },
      ssdCache: { row: '1.5', tier: '480 GB × 2', formulaPair: '1 TB × 2', binding: 'formula' },
      licences: { row: '4.1', need: 195, spare: 0 },
    });
    expect(sizing.notes.map(({ row }) => row)).toEqual(['1.5', '1.4', '1.5', '1.3']);
  });

  it('is plain JSON', () => {
    const sizing = sizeServer({ users: 200, highAvailability: 'sha' }, guide);
    expect(JSON.parse(JSON.stringify(sizing))).toEqual(sizing);
  });

  it('takes two servers for high availability, each with all mail, and says whose licences are shared', () => {
    const cluster = sizeServer({ users: 200, highAvailability: 'mailplus' }, guide);
    expect(cluster).toMatchObject({ servers: 2, storage: { display: '6.12 TB' }, licences: { free: 10 } });
    expect(cluster.notes[0]).toMatchObject({ row: '11.2' });
    const pair = sizeServer({ users: 200, highAvailability: 'sha' }, guide);
    expect(pair).toMatchObject({ servers: 2, licences: { free: 5 } });
    expect(pair.notes[1]).toMatchObject({ row: '4.1' });
  });

  it('notes the shared edge at 500 users and years that the guide does not expect', () => {
    const texts = (users: number, years: number): string =>
      sizeServer({ users, years }, guide)
        .notes.map(({ text }) => text)
        .join('\n');
    expect(texts(500, 5)).toContain('puts 500 users into two bands');
    expect(texts(250, 5)).not.toContain('two bands');
    expect(texts(250, 5.5)).toContain('3 to 5 years');
    expect(texts(250, 5)).not.toContain('3 to 5 years');
  });

  it('asks for no less of anything when users are added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 500 }), (users, added) => {
        const less = sizeServer({ users }, guide);
        const more = sizeServer({ users: users + added }, guide);
        expect(more.storage.bytes).toBeGreaterThan(less.storage.bytes);
        expect(more.ram.gib).toBeGreaterThanOrEqual(less.ram.gib);
        expect(more.ssdCache.tierBytes).toBeGreaterThanOrEqual(less.ssdCache.tierBytes);
        expect(more.ssdCache.recommendedBytes.high).toBeGreaterThanOrEqual(less.ssdCache.recommendedBytes.high);
        expect(more.licences.total).toBeGreaterThanOrEqual(less.licences.total);
      }),
    );
  });

  it('refuses input outside the limits with every problem at once', () => {
    const wrong = {
      users: 0,
      mailsPerUserPerDay: -1,
      meanMessageBytes: 2 ** 31,
      years: 31,
      highAvailability: 'yes',
      x: 1,
    };
    try {
      validate(sizingInputSchema, wrong, 'input');
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const paths = error.problems.map(({ path }) => path).sort();
      expect(paths).toEqual([...Object.keys(wrong)].sort());
    }
  });

  it('either sizes or refuses with an InputError, whatever the schema lets through', () => {
    const input = fc.record({
      users: fc.integer({ min: 1, max: 1_000_000 }),
      mailsPerUserPerDay: fc.double({ min: 0, max: 10_000, noNaN: true }),
      meanMessageBytes: fc.double({ min: 1, max: 1024 ** 3, noNaN: true }),
      years: fc.double({ min: 1e-9, max: 30, noNaN: true }),
    });
    fc.assert(
      fc.property(input, (figures) => {
        try {
          const { storage } = sizeServer(validate(sizingInputSchema, figures, 'input'), guide);
          expect(Number.isSafeInteger(storage.bytes)).toBe(true);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(figures.users * figures.mailsPerUserPerDay * figures.meanMessageBytes * 30 * 365).toBeGreaterThan(
            2 ** 53,
          );
        }
      }),
    );
  });
});
