import { describe, expect, test } from 'vitest';
import { PriorityStation } from '../../src/sim/priority-station.ts';
import { QueueStation } from '../../src/sim/queue-station.ts';
import { ServerOutages } from '../../src/sim/server-outages.ts';
import { ServerSchedule } from '../../src/sim/server-schedule.ts';
import { SharingStation } from '../../src/sim/sharing-station.ts';
import type { Draws } from '../../src/stats/draws.ts';
import { Lab } from './lab.ts';

const always = (seconds: number): Draws => ({ next: () => seconds });

describe('first come first served', () => {
  test('one server takes customers in the order in which they come', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1 });
    lab.arrival(station, 'a', 0, 3);
    lab.arrival(station, 'b', 1, 1);
    lab.arrival(station, 'c', 1, 2);
    expect(lab.run()).toEqual(['a served at 3', 'b served at 4', 'c served at 6']);
    expect(station.visits[0]?.waiting.mean).toBeCloseTo((0 + 2 + 3) / 3);
    expect(station.busy(0).area(1000)).toBe(6);
    expect(station.brokenLaw(1000)).toBeNull();
  });

  test('room that is taken turns customers away, and counts them', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1, room: 2 });
    for (const [name, at] of [
      ['a', 0],
      ['b', 0],
      ['c', 0],
      ['d', 5],
    ] as const)
      lab.arrival(station, name, at, 2);
    expect(lab.run()).toEqual(['c refused at 0', 'a served at 2', 'b served at 4', 'd served at 7']);
    expect(station.visits[0]).toMatchObject({ arrivals: 3, departures: 3, refused: 1 });
  });

  test('a customer gives up when patience ends before service begins, and not after', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1 });
    lab.arrival(station, 'a', 0, 5);
    lab.arrival(station, 'hasty', 1, 1, 0, 2);
    lab.arrival(station, 'calm', 1, 9, 0, 4.5);
    expect(lab.run()).toEqual(['hasty gave up at 3', 'a served at 5', 'calm served at 14']);
    expect(station.visits[0]).toMatchObject({ arrivals: 3, departures: 2, reneged: 1 });
    expect(station.brokenLaw(1000)).toBeNull();
  });

  test('a station that holds keeps the server until the customer leaves', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1, holds: true });
    lab.at(0, () => {
      station.arrive(
        lab.customer('a', (visit) => lab.at(10, () => station.leave(visit))),
        2,
      );
      station.arrive(
        lab.customer('b', (visit) => station.leave(visit)),
        1,
      );
    });
    expect(lab.run()).toEqual(['a served at 2', 'b served at 11']);
    expect(station.busy(0).area(1000)).toBe(3);
    expect(station.visits[0]?.number.area(1000)).toBe(10 + 11);
  });

  test('who waits outside a full station comes in when somebody leaves', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1, room: 1 });
    lab.arrival(station, 'a', 0, 4);
    lab.at(1, () => station.whenRoom(() => station.arrive(lab.customer('outside'), 1)));
    expect(lab.run()).toEqual(['a served at 4', 'outside served at 5']);
  });

  test('servers by the clock: what has begun is finished, who waits starts when servers come back', () => {
    const lab = new Lab();
    const station = new QueueStation('q', lab.kernel, { servers: 1 });
    new ServerSchedule(lab.kernel, station, [1, 0], 10).start();
    lab.arrival(station, 'a', 8, 5);
    lab.arrival(station, 'b', 9, 1);
    expect(lab.run(30)).toEqual(['a served at 13', 'b served at 21']);
  });
});

describe('processor sharing', () => {
  test('one core is shared equally; a newcomer slows the others down', () => {
    const lab = new Lab();
    const station = new SharingStation('cpu', lab.kernel, { servers: 1 });
    lab.arrival(station, 'a', 0, 4);
    lab.arrival(station, 'b', 2, 1);
    // a alone until 2, both at half speed until b has its 1 at 4, a alone for the last 1.
    expect(lab.run()).toEqual(['b served at 4', 'a served at 5']);
    expect(station.busy(0).area(1000)).toBeCloseTo(5);
    expect(station.brokenLaw(1000)).toBeNull();
  });

  test('two cores serve two customers at full speed, three at two thirds', () => {
    const lab = new Lab();
    const station = new SharingStation('cpu', lab.kernel, { servers: 2 });
    for (const name of ['a', 'b', 'c']) lab.arrival(station, name, 0, 2);
    expect(lab.run()).toEqual(['a served at 3', 'b served at 3', 'c served at 3']);
  });

  test('a flow never gets more than its own limit of a link', () => {
    const lab = new Lab();
    const link = new SharingStation('link', lab.kernel, { servers: 1, perCustomer: 0.25 });
    lab.arrival(link, 'a', 0, 1);
    expect(lab.run()).toEqual(['a served at 4']);
  });

  test('work stands still while there is no server', () => {
    const lab = new Lab();
    const station = new SharingStation('cpu', lab.kernel, { servers: 1 });
    const outage = new ServerOutages(lab.kernel, station, {
      upSeconds: always(3),
      downSeconds: always(2),
      together: 1,
    });
    outage.start();
    lab.arrival(station, 'a', 0, 5);
    expect(lab.run(12)).toEqual(['a served at 7']);
    expect(station.brokenLaw(12)).toBeNull();
  });
});

describe('priorities', () => {
  const station = (lab: Lab, preemptive: boolean, servers = 1) =>
    new PriorityStation('p', lab.kernel, { servers, priorities: [0, 1], preemptive });

  test('without interruption a high customer waits for the service that runs', () => {
    const lab = new Lab();
    const p = station(lab, false);
    lab.arrival(p, 'low 1', 0, 4, 1);
    lab.arrival(p, 'low 2', 1, 1, 1);
    lab.arrival(p, 'high', 2, 1, 0);
    expect(lab.run()).toEqual(['low 1 served at 4', 'high served at 5', 'low 2 served at 6']);
  });

  test('with interruption it goes first, and the other is resumed where it stopped', () => {
    const lab = new Lab();
    const p = station(lab, true);
    lab.arrival(p, 'low 1', 0, 4, 1);
    lab.arrival(p, 'low 2', 1, 1, 1);
    lab.arrival(p, 'high', 2, 1, 0);
    expect(lab.run()).toEqual(['high served at 3', 'low 1 served at 5', 'low 2 served at 6']);
    expect(p.interruptions).toBe(1);
    expect(p.visits[1]?.waiting.mean).toBeCloseTo((1 + 4) / 2);
    expect(p.brokenLaw(1000)).toBeNull();
  });

  test('of several servers the low service that began last is interrupted', () => {
    const lab = new Lab();
    const p = station(lab, true, 2);
    lab.arrival(p, 'low 1', 0, 10, 1);
    lab.arrival(p, 'low 2', 1, 10, 1);
    lab.arrival(p, 'high', 2, 3, 0);
    expect(lab.run()).toEqual(['high served at 5', 'low 1 served at 10', 'low 2 served at 14']);
  });

  test('last come first served interrupts equals', () => {
    const lab = new Lab();
    const p = new PriorityStation('l', lab.kernel, { servers: 1, priorities: [0], preemptive: true, order: 'lcfs' });
    lab.arrival(p, 'a', 0, 3);
    lab.arrival(p, 'b', 1, 3);
    lab.arrival(p, 'c', 2, 1);
    expect(lab.run()).toEqual(['c served at 3', 'b served at 5', 'a served at 7']);
  });

  test('a server that fails interrupts; patience counts only until service first began', () => {
    const lab = new Lab();
    const p = station(lab, true);
    new ServerOutages(lab.kernel, p, { upSeconds: always(2), downSeconds: always(10), together: 1 }).start();
    lab.arrival(p, 'a', 0, 3, 0, 1);
    lab.arrival(p, 'hasty', 1, 1, 0, 5);
    expect(lab.run(20)).toEqual(['hasty gave up at 6', 'a served at 13']);
    expect(p.brokenLaw(20)).toBeNull();
  });
});
