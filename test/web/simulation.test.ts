import { describe, expect, test } from 'vitest';
import { simulateScenario } from '../../src/run/simulate.ts';
import type { SimulationNews } from '../../web/simulation/messages.ts';
import { simulateInSteps } from '../../web/simulation/simulate-in-steps.ts';
import { NO_SIMULATION, type SimulationEvent, simulationAfter } from '../../web/simulation/simulation-state.ts';
import { stateSentence } from '../../web/simulation/state-sentence.ts';
import { serverAnswer } from '../../web/state/server-answer.ts';
import { defaults, library, template } from './plans.ts';

const server = serverAnswer({ ...defaults, users: 10 }, template, library);

function newsOf(scenario: typeof server.scenario): SimulationNews[] {
  const news: SimulationNews[] = [];
  simulateInSteps({ scenario, library }, (item) => news.push(item));
  return news;
}

const results = (news: readonly SimulationNews[]) => news.flatMap((item) => (item.kind === 'result' ? [item] : []));

describe('a simulation in steps', () => {
  const news = newsOf(server.scenario);

  test('ends with exactly the result of the command line', () => {
    const last = results(news).at(-1);
    expect(last?.last).toBe(true);
    expect(last?.result).toEqual(simulateScenario(server.scenario, library));
  });

  test('shows one replication first, without an interval', () => {
    const [first] = results(news);
    expect(first?.last).toBe(false);
    expect(first?.result.replications).toBe(1);
    expect(first?.result.metrics.every(({ halfWidth }) => halfWidth === null)).toBe(true);
  });

  test('counts its progress up to the end', () => {
    const progress = news.flatMap((item) => (item.kind === 'progress' ? [item.progress] : []));
    expect(progress.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([6]));
  });

  test('of one replication gives one result', () => {
    const run = { ...server.scenario.run, replications: 1 };
    expect(results(newsOf({ ...server.scenario, run })).map(({ last }) => last)).toEqual([true]);
  });

  test('that is refused or breaks tells it instead of throwing', () => {
    const { scenario } = server;
    expect(newsOf({ ...scenario, platform: 'none' }).map(({ kind }) => kind)).toEqual(['refused']);
    const run = { ...scenario.run, maxEvents: 1000 };
    expect(newsOf({ ...scenario, run }).map(({ kind }) => kind)).toEqual(['failed']);
  });
});

describe('the state of a simulation', () => {
  const [first, last] = results(newsOf(server.scenario));
  const stateAfter = (...events: (SimulationEvent | undefined)[]) =>
    events.reduce((state, event) => (event ? simulationAfter(state, event) : state), NO_SIMULATION);
  const started = { kind: 'started', server } as const;
  const cancelled = { kind: 'cancelled' } as const;

  test('goes from the first look to the end', () => {
    expect(stateAfter(started, first)).toMatchObject({ phase: 'running', outcome: { last: false } });
    expect(stateAfter(started, first, last)).toMatchObject({ phase: 'done', outcome: { last: true } });
    expect(stateSentence(stateAfter(started, first, last))).toBe('Simulation finished.');
  });

  test('keeps an earlier result on show while the next one runs', () => {
    const again = stateAfter(started, first, last, started);
    expect(again).toMatchObject({ phase: 'running', outcome: { last: true }, progress: { done: 0 } });
  });

  test('says after a cancelled run what its numbers are worth', () => {
    expect(stateSentence(stateAfter(started, cancelled))).toBe('Cancelled.');
    expect(stateSentence(stateAfter(started, first, cancelled))).toBe(
      'Cancelled after the first run; its numbers have no interval.',
    );
  });

  test('says why it stopped', () => {
    expect(stateSentence(stateAfter(started, { kind: 'failed', message: 'broken law' }))).toContain('broken law');
  });
});
