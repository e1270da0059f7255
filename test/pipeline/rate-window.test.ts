import { describe, expect, test } from 'vitest';
import { RateWindow } from '../../src/pipeline/rate-window.ts';

describe('the rate window', () => {
  test('counts connections and messages of one address in the running minute', () => {
    const rates = new RateWindow();
    rates.connected('a', 60);
    expect(rates.connected('a', 119)).toEqual({
      concurrentConnections: 2,
      connectionsThisMinute: 2,
      messagesThisMinute: 0,
    });
    expect(rates.message('a', 119.9).messagesThisMinute).toBe(1);
    expect(rates.connected('b', 119).concurrentConnections).toBe(1);
  });

  test('starts anew with the minute, but still knows open connections', () => {
    const rates = new RateWindow();
    rates.connected('a', 59);
    expect(rates.connected('a', 60)).toEqual({
      concurrentConnections: 2,
      connectionsThisMinute: 1,
      messagesThisMinute: 0,
    });
  });

  test('remembers only addresses that are connected or came in this minute', () => {
    const rates = new RateWindow();
    for (let index = 0; index < 1000; index += 1) {
      rates.connected(`a${index}`, 0);
      rates.closed(`a${index}`, 1);
    }
    rates.connected('b', 60);
    expect(rates.size).toBe(1);
  });
});
