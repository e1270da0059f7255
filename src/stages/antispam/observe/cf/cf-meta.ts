// Expressions of meta rules, read into trees.

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type MetaNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'not' | 'minus'; readonly node: MetaNode }
  | { readonly kind: 'any' | 'all' | 'sum'; readonly nodes: readonly MetaNode[] }
  | { readonly kind: 'times'; readonly sign: '*' | '/' | '%'; readonly left: MetaNode; readonly right: MetaNode }
  | { readonly kind: 'compare'; readonly sign: Comparison; readonly left: MetaNode; readonly right: MetaNode };

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d+)?|\.\d+)|(&&|\|\||[<>=!]=|[!<>()+*/%-]))/y;
/** Deeper or longer than any honest rule; both bound the stack. */
const MAX_DEPTH = 100;
const MAX_TOKENS = 20_000;

interface Token {
  readonly kind: 'name' | 'number' | 'sign';
  readonly text: string;
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const [, name, number, sign] = TOKEN.exec(text) ?? [];
    if (tokens.length >= MAX_TOKENS) return null;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else return null;
  }
  return tokens;
}

const isComparison = (sign: string): sign is Comparison => ['==', '!=', '<', '<=', '>', '>='].includes(sign);

/** Reads by how tightly signs bind, loosest first: or, and, comparison, sum, product, single. Null: cannot be read. */
class MetaReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): MetaNode | null {
    const root = this.#any();
    return this.#at === this.#tokens.length ? root : null;
  }

  get #sign(): string {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' ? token.text : '';
  }

  #take(sign: string): boolean {
    if (this.#sign !== sign) return false;
    this.#at += 1;
    return true;
  }

  /** Operands between signs, each read by `read`; `signed` may change one by the sign before it. */
  #chain(
    kind: 'any' | 'all' | 'sum',
    signs: readonly string[],
    read: () => MetaNode | null,
    signed: (sign: string, node: MetaNode) => MetaNode,
  ): MetaNode | null {
    const first = read();
    if (first === null) return null;
    const nodes = [first];
    for (let sign = this.#sign; signs.includes(sign); sign = this.#sign) {
      this.#at += 1;
      const next = read();
      if (next === null) return null;
      nodes.push(signed(sign, next));
    }
    return nodes.length === 1 ? first : { kind, nodes };
  }

  #any(): MetaNode | null {
    return this.#chain(
      'any',
      ['||'],
      () => this.#all(),
      (_sign, node) => node,
    );
  }

  #all(): MetaNode | null {
    return this.#chain(
      'all',
      ['&&'],
      () => this.#compared(),
      (_sign, node) => node,
    );
  }

  #compared(): MetaNode | null {
    const left = this.#sum();
    const sign = this.#sign;
    if (left === null || !isComparison(sign)) return left;
    this.#at += 1;
    const right = this.#sum();
    return right && { kind: 'compare', sign, left, right };
  }

  #sum(): MetaNode | null {
    return this.#chain(
      'sum',
      ['+', '-'],
      () => this.#product(),
      (sign, node) => (sign === '-' ? { kind: 'minus', node } : node),
    );
  }

  #product(): MetaNode | null {
    let left = this.#single();
    for (let factors = 0; left !== null; factors += 1) {
      const sign = this.#sign;
      if (sign !== '*' && sign !== '/' && sign !== '%') return left;
      this.#at += 1;
      const right = this.#single();
      left = right === null || factors >= MAX_DEPTH ? null : { kind: 'times', sign, left, right };
    }
    return left;
  }

  #single(): MetaNode | null {
    this.#depth += 1;
    const node = this.#depth > MAX_DEPTH ? null : this.#singleWithin();
    this.#depth -= 1;
    return node;
  }

  #singleWithin(): MetaNode | null {
    for (const [sign, kind] of [['!', 'not'] as const, ['-', 'minus'] as const])
      if (this.#take(sign)) {
        const node = this.#single();
        return node && { kind, node };
      }
    if (this.#take('+')) return this.#single();
    if (this.#take('(')) {
      const inner = this.#any();
      return this.#take(')') ? inner : null;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'sign') return null;
    this.#at += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    // No rule here asks the network.
    return token.text === 'local_tests_only' ? { kind: 'number', value: 1 } : { kind: 'rule', name: token.text };
  }
}

/** The expression as a tree; null when it cannot be read. */
export function parseMeta(text: string): MetaNode | null {
  const tokens = tokensOf(text);
  return tokens && new MetaReader(tokens).read();
}

/** Names of the rules that an expression asks for. */
export function metaRules(node: MetaNode): string[] {
  switch (node.kind) {
    case 'number':
      return [];
    case 'rule':
      return [node.name];
    case 'not':
    case 'minus':
      return metaRules(node.node);
    case 'times':
    case 'compare':
      return [...metaRules(node.left), ...metaRules(node.right)];
    default:
      return node.nodes.flatMap(metaRules);
  }
}
