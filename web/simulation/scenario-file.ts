// The planned server as a scenario file for the command line: `plimsoll simulate` gives the numbers of the page.
import { stringify } from 'yaml';
import type { ScenarioSource } from '../state/plan-scenario.ts';

export interface ScenarioFile {
  readonly name: string;
  readonly text: string;
}

/** @param link query of the page that shows this plan, without `?`; empty for its defaults. */
export function scenarioFile(source: ScenarioSource, link: string): ScenarioFile {
  const name = `${source.name}.yaml`;
  const head = [
    '# Made by the Plimsoll planner. The same numbers in a terminal:',
    `#   plimsoll simulate ${name}`,
    ...(link === '' ? [] : [`# This plan in the planner: add ?${link} to its address.`]),
  ];
  return { name, text: `${head.join('\n')}\n${stringify(source)}` };
}
