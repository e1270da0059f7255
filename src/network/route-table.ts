// The routes of a class with numbers for names, ready for the hot path.
import type { RandomStream } from '../core/random.ts';
import type { ClassSpec } from './schema.ts';

/** The outside: where a customer begins, and where it leaves to. */
export const OUTSIDE = -1;

interface Branching {
  readonly nodes: readonly number[];
  readonly cumulative: readonly number[];
}

export class RouteTable {
  /** By node: where all go, or null where it is drawn. */
  readonly #always: (number | null)[] = [];
  readonly #branchings: (Branching | null)[] = [];
  readonly #random: RandomStream;

  /** @param indexOf number of a station; the last place of the table is the way in. */
  constructor(route: ClassSpec['route'], stations: readonly string[], random: RandomStream) {
    const indexOf = (name: string): number => (name === 'out' ? OUTSIDE : stations.indexOf(name));
    this.#random = random;
    for (const from of [...stations, 'in']) {
      const to = route[from];
      if (typeof to !== 'object') {
        this.#always.push(to === undefined ? null : indexOf(to));
        this.#branchings.push(null);
        continue;
      }
      let sum = 0;
      const branches = Object.entries(to).filter(([, probability]) => probability > 0);
      this.#always.push(null);
      this.#branchings.push({
        nodes: branches.map(([name]) => indexOf(name)),
        cumulative: branches.map(([, probability]) => {
          sum += probability;
          return sum;
        }),
      });
    }
  }

  /** The next node, or `OUTSIDE`. @param from a node, or `OUTSIDE` for a customer that begins. */
  next(from: number): number {
    const place = from === OUTSIDE ? this.#always.length - 1 : from;
    const always = this.#always[place];
    if (always !== null && always !== undefined) return always;
    const branching = this.#branchings[place];
    if (!branching) throw new Error(`no route from node ${from}`);
    const draw = this.#random.uniform();
    const { nodes, cumulative } = branching;
    let branch = 0;
    while (branch < nodes.length - 1 && draw >= cumulative[branch]!) branch += 1;
    return nodes[branch]!;
  }
}
