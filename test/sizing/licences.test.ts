import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { licencesFor } from '../../src/sizing/licences.ts';
import { guide } from './guide.ts';

describe('licences (4.1)', () => {
  it('are 9 packs of 20 and 3 of 5 beside the 5 free ones for 200 accounts', () => {
    expect(licencesFor(200, 'none', guide)).toEqual({
      row: '4.1',
      activatedAccounts: 200,
      free: 5,
      need: 195,
      packs: [
        { accounts: 20, count: 9 },
        { accounts: 5, count: 3 },
      ],
      total: 200,
      spare: 0,
    });
  });

  it('are free for 10 accounts in a MailPlus cluster and for 5 under Synology High Availability', () => {
    expect(licencesFor(10, 'mailplus', guide)).toMatchObject({ free: 10, need: 0, packs: [], total: 10, spare: 0 });
    expect(licencesFor(10, 'sha', guide)).toMatchObject({ free: 5, need: 5, packs: [{ accounts: 5, count: 1 }] });
    expect(licencesFor(200, 'mailplus', guide)).toMatchObject({ need: 190, total: 200, spare: 0 });
  });

  it('are bought in whole packs, and none where the free ones do', () => {
    expect(licencesFor(6, 'none', guide)).toMatchObject({ packs: [{ accounts: 5, count: 1 }], spare: 4 });
    expect(licencesFor(25, 'none', guide)).toMatchObject({ packs: [{ accounts: 20, count: 1 }], spare: 0 });
    expect(licencesFor(0, 'none', guide)).toMatchObject({ packs: [], total: 5, spare: 5 });
  });

  it('cover the need with the fewest accounts, then the fewest packs, against trying every choice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.constantFrom('none', 'mailplus', 'sha'), (accounts, kind) => {
        const { free, need, packs, total, spare } = licencesFor(accounts, kind, guide);
        const bought = packs.reduce((sum, pack) => sum + pack.accounts * pack.count, 0);
        const bundles = packs.reduce((sum, pack) => sum + pack.count, 0);
        let best = { bought: Number.POSITIVE_INFINITY, bundles: Number.POSITIVE_INFINITY };
        for (let twenties = 0; twenties <= 16; twenties += 1) {
          for (let fives = 0; fives <= 61; fives += 1) {
            const choice = { bought: 20 * twenties + 5 * fives, bundles: twenties + fives };
            const better =
              choice.bought < best.bought || (choice.bought === best.bought && choice.bundles < best.bundles);
            if (choice.bought >= need && better) best = choice;
          }
        }
        expect({ bought, bundles }).toEqual(best);
        expect(total).toBe(free + bought);
        expect(spare).toBe(total - accounts);
        if (accounts >= free) expect(spare).toBeLessThan(5);
      }),
    );
  });

  it('are not counted for half an account', () => {
    expect(() => licencesFor(1.5, 'none', guide)).toThrow(InputError);
    expect(() => licencesFor(-1, 'none', guide)).toThrow(InputError);
  });
});
