import { describe, expect, test } from 'vitest';
import { Join } from '../../src/sim/join.ts';
import { TokenPool } from '../../src/sim/token-pool.ts';
import { Lab } from './lab.ts';

/** A customer who holds tokens for a while. */
const hold = (lab: Lab, pool: TokenPool, name: string, seconds: number) =>
  lab.customer(name, (visit) => lab.at(lab.kernel.now + seconds, () => pool.release(visit)));

describe('a pool of tokens', () => {
  test('grants in the order of asking, also where the first wants more than is free', () => {
    const lab = new Lab();
    const pool = new TokenPool('memory', lab.kernel, { tokens: 10 });
    lab.at(0, () => {
      pool.request(hold(lab, pool, 'a', 5), 6);
      pool.request(hold(lab, pool, 'large', 1), 8);
      pool.request(hold(lab, pool, 'small', 1), 1);
    });
    expect(lab.run()).toEqual(['a served at 0', 'large served at 5', 'small served at 5']);
    expect(pool.held.area(1000)).toBe(6 * 5 + 8 + 1);
    expect(pool.brokenLaw(1000)).toBeNull();
  });

  test('turns away who wants more than all, or finds too many waiting', () => {
    const lab = new Lab();
    const pool = new TokenPool('slots', lab.kernel, { tokens: 1, waitingRoom: 1 });
    expect(pool.request(hold(lab, pool, 'greedy', 1), 2)).toBe(false);
    expect(pool.request(hold(lab, pool, 'a', 1), 1)).toBe(true);
    expect(pool.request(hold(lab, pool, 'b', 1), 1)).toBe(true);
    expect(pool.request(hold(lab, pool, 'c', 1), 1)).toBe(false);
    expect(lab.run()).toEqual(['a served at 0', 'b served at 1']);
    expect(pool.visits[0]).toMatchObject({ refused: 2, departures: 2 });
  });

  test('who gives up lets those behind go ahead', () => {
    const lab = new Lab();
    const pool = new TokenPool('memory', lab.kernel, { tokens: 10 });
    lab.at(0, () => {
      pool.request(hold(lab, pool, 'a', 5), 6);
      pool.request(hold(lab, pool, 'large', 1), 8, 0, 2);
      pool.request(hold(lab, pool, 'small', 1), 1);
    });
    expect(lab.run()).toEqual(['a served at 0', 'large gave up at 2', 'small served at 2']);
  });
});

describe('a join', () => {
  test('goes on when the last part is served', () => {
    const lab = new Lab();
    const join = new Join(3, lab.customer('whole'));
    lab.at(1, () => join.served());
    lab.at(5, () => join.served());
    lab.at(3, () => join.gaveUp());
    expect(lab.run()).toEqual(['whole served at 5']);
    expect(() => new Join(0, lab.customer('x'))).toThrow('0 parts');
  });
});
