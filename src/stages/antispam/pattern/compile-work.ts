// How much work an expression is to compile. From every choice in it V8 looks four characters ahead, along every way there is: a few
// optional parts in a row are nothing, sixty of them take a minute, and no deadline ends a thread while it compiles.
import { PatternFault, type PatternNode } from './pattern-node.ts';

/** Ways from here by the characters still looked for: none to four. */
type Ways = readonly [number, number, number, number, number];

const END: Ways = [1, 1, 1, 1, 1];
/** Copies that are looked at of a repeated part: the ways of more are no fewer. */
const MAX_COPIES = 400;

/** Who looks for nothing more looks along one way. */
const either = (a: Ways, b: Ways): Ways => [1, a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]];

class WorkCounter {
  readonly #most: number;
  work = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Ways through a node and on. */
  through(node: PatternNode, after: Ways): Ways {
    switch (node.kind) {
      case 'set':
        return [1, after[0], after[1], after[2], after[3]];
      case 'assertion':
      case 'reference':
        return after;
      case 'look':
        this.through(node.node, END);
        return after;
      case 'capture':
      case 'atomic':
        return this.through(node.node, after);
      case 'sequence':
        return node.nodes.reduceRight<Ways>((ways, one) => this.through(one, ways), after);
      case 'choice':
        return this.#met(node.nodes.map((one) => this.through(one, after)).reduce(either));
      case 'repeat':
        return this.#repeat(node, after);
    }
  }

  #repeat({ node, min, max }: PatternNode & { kind: 'repeat' }, after: Ways): Ways {
    let ways = after;
    // A loop is not entered a second time.
    if (max === Number.POSITIVE_INFINITY) ways = this.#met(either(after, this.through(node, after)));
    else
      for (let copy = 0; copy < Math.min(max - min, MAX_COPIES); copy += 1)
        ways = this.#met(either(after, this.through(node, ways)));
    for (let copy = 0; copy < Math.min(min, MAX_COPIES); copy += 1) ways = this.through(node, ways);
    return ways;
  }

  #met(ways: Ways): Ways {
    this.work += ways[4];
    if (this.work > this.#most) throw new PatternFault('more ways through it than can be compiled');
    return ways;
  }
}

/** Ways that are looked along, from all choices together. @throws PatternFault beyond `most` */
export function compileWork(node: PatternNode, most: number): number {
  const counter = new WorkCounter(most);
  counter.through(node, END);
  return counter.work;
}
