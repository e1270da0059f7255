// What the priority disciplines share: classes in order, the highest first, and how much of the servers is left for each.
import { fault, faultsOf, NOT_NEGATIVE, refuse } from '../guard.ts';
import { type Moments, momentFaults } from '../moments.ts';

export interface PriorityClass {
  readonly arrivalRatePerSecond: number;
  readonly service: Moments;
}

/** Shares of the servers: `before` is left by the classes above, `after` by those and the class itself; 0 or less is nothing. */
export interface Left {
  readonly before: number;
  readonly after: number;
}

/** 1 − σₖ₋₁ and 1 − σₖ for each class, from the utilisation that each class offers. */
export function leftFor(utilisations: readonly number[]): Left[] {
  let after = 1;
  return utilisations.map((utilisation) => {
    const before = after;
    after -= utilisation;
    return { before, after };
  });
}

/** @throws InputError with every fault of every class, or when there is no class. */
export function insistOnClasses(path: string, classes: readonly PriorityClass[]): void {
  if (classes.length === 0) refuse([fault(path, classes, 'one class or more')]);
  refuse(
    classes.flatMap(({ arrivalRatePerSecond, service }, index) => [
      ...faultsOf(`${path}.${index}`, { arrivalRatePerSecond }, { arrivalRatePerSecond: NOT_NEGATIVE }),
      ...momentFaults(`${path}.${index}.service`, service),
    ]),
  );
}
