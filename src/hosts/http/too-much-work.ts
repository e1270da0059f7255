// What one request may ask of this machine, in mails to be simulated: their number decides how long a simulation takes.
import { InputError } from '../../core/problem.ts';
import type { Scenario } from '../../model/scenario.ts';

export const tooMuchWork = (got: string, wanted: string): InputError =>
  new InputError('body', [
    { path: 'run', got, wanted, hint: 'Use the command line: `plimsoll simulate` has no such limit.' },
  ]);

/** Mails that the users of a scenario have in all its simulated days, warm-up included. */
export function simulatedMails({ workload, run }: Scenario): number {
  const days = run.days + run.warmUpHours / 24;
  return workload.users * workload.mailsPerUserPerDay * days * run.replications;
}

/** @throws InputError when a scenario has more than `limit` mails. */
export function refuseTooMuchWork(scenario: Scenario, limit: number): void {
  const mails = Math.ceil(simulatedMails(scenario));
  if (mails <= limit) return;
  throw tooMuchWork(
    `${mails} mails to simulate (users × mails a user a day × days with warm-up × replications)`,
    `at most ${limit} over HTTP`,
  );
}
