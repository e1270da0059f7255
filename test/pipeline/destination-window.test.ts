import { describe, expect, test } from 'vitest';
import { DESTINATION_POLICY, DestinationWindow } from '../../src/pipeline/destination-window.ts';

const T0 = 1_700_000_000;

/** Starts as many as it may. @returns how many */
function fill(window: DestinationWindow, now = T0): number {
  let started = 0;
  while (window.mayStart(now)) {
    window.started();
    started += 1;
  }
  return started;
}

describe('deliveries to one destination', () => {
  test('begin with five at once', () => {
    expect(fill(new DestinationWindow(DESTINATION_POLICY))).toBe(5);
  });

  test('grow by one with each answer, to twenty and no further', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    const sizes: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      fill(window);
      window.answered();
      sizes.push(window.window);
    }
    expect(sizes.slice(0, 4)).toEqual([6, 7, 8, 9]);
    expect(sizes.at(-1)).toBe(20);
    expect(Math.max(...sizes)).toBe(20);
  });

  test('do not grow far beyond what is used', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    for (let round = 0; round < 40; round += 1) {
      window.started();
      window.answered();
    }
    // One running and a margin of the initial five.
    expect(window.window).toBe(6);
  });

  test('step back by one at a failure', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    fill(window);
    window.failed(T0);
    expect(window.window).toBe(4);
    window.answered();
    expect(window.window).toBe(5);
  });

  test('stop for 300 s when a window full of them fails in a row, then begin anew', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    let failures = 0;
    while (window.restsUntil(T0) === null) {
      if (window.mayStart(T0)) window.started();
      window.failed(T0);
      failures += 1;
    }
    // 1/5 + 1/4 + 1/3 + 1/2 > 1
    expect(failures).toBe(4);
    expect(window.mayStart(T0 + 299)).toBe(false);
    expect(fill(window, T0 + 300)).toBe(5);
  });

  test('an answer in between forgets the failures', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    for (let round = 0; round < 20; round += 1) {
      window.started();
      window.failed(T0);
      window.started();
      window.answered();
    }
    expect(window.restsUntil(T0)).toBeNull();
  });

  test('an answer during the rest ends it, with as many as run', () => {
    const window = new DestinationWindow(DESTINATION_POLICY);
    fill(window);
    for (let round = 0; round < 4; round += 1) window.failed(T0);
    expect(window.restsUntil(T0)).not.toBeNull();
    window.answered();
    expect(window.restsUntil(T0)).toBeNull();
    expect(window.window).toBe(1);
  });
});
