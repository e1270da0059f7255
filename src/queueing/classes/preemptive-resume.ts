// M/G/1 with priorities: a higher class interrupts at once, and the interrupted service goes on where it stopped.
import { answerOf, type StationAnswer } from '../answer.ts';
import { insistOnClasses, leftFor, type PriorityClass } from './priority-class.ts';

/**
 * Response E[Sₖ]/(1−σₖ₋₁) + Rₖ/((1−σₖ₋₁)(1−σₖ)), Rₖ = Σ_{i≤k} λᵢE[Sᵢ²]/2: lower classes do not exist for a class (White and
 * Christie, Operations Research 6, 1958; Kleinrock, Queueing Systems, vol. 2, 1976, section 3.4). Waiting includes the time of
 * being interrupted.
 * @param classes the highest first. @returns an answer a class, in their order; utilisation is the class's own share.
 * @throws InputError on no class, a negative rate or impossible moments.
 */
export function preemptiveResume(classes: readonly PriorityClass[]): StationAnswer[] {
  insistOnClasses('preemptiveResume', classes);
  const left = leftFor(classes.map(({ arrivalRatePerSecond: rate, service }) => rate * service.meanSeconds));
  let residual = 0;
  return classes.map(({ arrivalRatePerSecond, service }, index) => {
    const { before, after } = left[index]!;
    residual += (arrivalRatePerSecond * service.meanSquareSeconds2) / 2;
    const interrupted = (service.meanSeconds * (1 - before)) / before;
    const load = { arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers: 1 };
    const waiting = interrupted + residual / (before * after);
    return answerOf({ exact: true, method: 'M/G/1 preemptive-resume' }, load, waiting, before);
  });
}
