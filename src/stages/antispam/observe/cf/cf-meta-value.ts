// The value of a meta rule. A rule that cannot be run here counts for something between 0 and 1, so a meta rule holds only when it is
// sure to: whatever the missing rules would have said.
import type { Comparison, MetaNode } from './cf-meta.ts';

/** The least and the greatest value that an expression can have. */
export type Span = readonly [least: number, greatest: number];

/** A rule that was not run. */
export const UNKNOWN: Span = [0, 1];
const YES: Span = [1, 1];
const NO: Span = [0, 0];

const truth = ([least, greatest]: Span): Span => {
  if (least > 0 || greatest < 0) return YES;
  return least === 0 && greatest === 0 ? NO : UNKNOWN;
};
const opposite = ([least, greatest]: Span): Span => [1 - greatest, 1 - least];
const certain = (yes: boolean, no: boolean): Span => (yes ? YES : no ? NO : UNKNOWN);

function compared(sign: Comparison, a: Span, b: Span): Span {
  switch (sign) {
    case '<':
      return certain(a[1] < b[0], a[0] >= b[1]);
    case '<=':
      return certain(a[1] <= b[0], a[0] > b[1]);
    case '>':
      return compared('<', b, a);
    case '>=':
      return compared('<=', b, a);
    case '==':
      return certain(a[0] === a[1] && b[0] === b[1] && a[0] === b[0], a[1] < b[0] || b[1] < a[0]);
    case '!=':
      return opposite(compared('==', a, b));
  }
}

const TIMES: Readonly<Record<'*' | '/' | '%', (x: number, y: number) => number>> = {
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '%': (x, y) => Math.trunc(x) % Math.trunc(y),
};

/** Division by zero, which stops a rule in SpamAssassin, gives 0. */
function multiplied(sign: '*' | '/' | '%', a: Span, b: Span): Span {
  const of = TIMES[sign];
  const corners = [of(a[0], b[0]), of(a[0], b[1]), of(a[1], b[0]), of(a[1], b[1])].map((x) =>
    Number.isFinite(x) ? x : 0,
  );
  return [Math.min(...corners), Math.max(...corners)];
}

/** The value of an expression. What does not matter any more is not asked for. @param hitsOf hits of a rule */
export function metaValue(node: MetaNode, hitsOf: (rule: string) => Span): Span {
  switch (node.kind) {
    case 'number':
      return [node.value, node.value];
    case 'rule':
      return hitsOf(node.name);
    case 'not':
      return opposite(truth(metaValue(node.node, hitsOf)));
    case 'minus': {
      const [least, greatest] = metaValue(node.node, hitsOf);
      return [-greatest, -least];
    }
    case 'any':
    case 'all': {
      const settled = node.kind === 'any' ? YES : NO;
      let result = node.kind === 'any' ? NO : YES;
      for (const one of node.nodes) {
        const value = truth(metaValue(one, hitsOf));
        if (value === settled) return settled;
        if (value === UNKNOWN) result = UNKNOWN;
      }
      return result;
    }
    case 'sum':
      return node.nodes.reduce<Span>(
        ([least, greatest], one) => {
          const [low, high] = metaValue(one, hitsOf);
          return [least + low, greatest + high];
        },
        [0, 0],
      );
    case 'times':
      return multiplied(node.sign, metaValue(node.left, hitsOf), metaValue(node.right, hitsOf));
    case 'compare':
      return compared(node.sign, metaValue(node.left, hitsOf), metaValue(node.right, hitsOf));
  }
}
