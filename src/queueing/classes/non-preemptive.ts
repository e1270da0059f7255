// M/G/1 with priorities: the highest class that waits goes next, but a service that has begun is finished.
import { answerOf, type StationAnswer } from '../answer.ts';
import { insistOnClasses, leftFor, type PriorityClass } from './priority-class.ts';

/**
 * Wₖ = R / ((1−σₖ₋₁)(1−σₖ)), R = Σ λᵢE[Sᵢ²]/2 over all classes, for the service that is found (Cobham, Operations Research 2,
 * 1954; Kleinrock, Queueing Systems, vol. 2, 1976, section 3.4). Where the load is too much, the high classes keep their finite
 * waits: R then counts what is served of the class that gets the rest, and nothing of those below it.
 * @param classes the highest first. @returns an answer a class, in their order; utilisation is the class's own share.
 * @throws InputError on no class, a negative rate or impossible moments.
 */
export function nonPreemptive(classes: readonly PriorityClass[]): StationAnswer[] {
  insistOnClasses('nonPreemptive', classes);
  const left = leftFor(classes.map(({ arrivalRatePerSecond: rate, service }) => rate * service.meanSeconds));
  const residual = classes.reduce((sum, { arrivalRatePerSecond, service }, index) => {
    const most = Math.max(0, left[index]!.before) / service.meanSeconds;
    return sum + (Math.min(arrivalRatePerSecond, most) * service.meanSquareSeconds2) / 2;
  }, 0);
  return classes.map(({ arrivalRatePerSecond, service }, index) => {
    const { before, after } = left[index]!;
    const load = { arrivalRatePerSecond, serviceSeconds: service.meanSeconds, servers: 1 };
    return answerOf(
      { exact: true, method: 'M/G/1 non-preemptive (Cobham)' },
      load,
      residual / (before * after),
      before,
    );
  });
}
