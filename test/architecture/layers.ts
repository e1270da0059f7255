// Who may import whom (design: downwards only), and what pure code must not touch. A checker over file texts, so that its
// own test can plant violations.
import { parseSync, Visitor } from 'oxc-parser';

/** Folders of src/ (and web) with the folders each may import, itself aside. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  stats: ['core'],
  pipeline: ['core'],
  sim: ['core', 'stats'],
  queueing: ['core', 'stats'],
  stages: ['core', 'stats', 'pipeline'],
  config: ['core', 'pipeline', 'stages'],
  network: ['core', 'stats', 'sim', 'queueing', 'config'],
  sizing: ['core', 'stats', 'queueing', 'pipeline', 'stages', 'config'],
  model: ['core', 'stats', 'sim', 'queueing', 'pipeline', 'stages', 'config'],
  http: ['core', 'config'],
  engine: ['core', 'stats', 'pipeline', 'stages', 'config', 'http'],
  run: ['core', 'stats', 'sim', 'queueing', 'network', 'pipeline', 'stages', 'config', 'sizing', 'model'],
  measure: [
    'core',
    'stats',
    'sim',
    'queueing',
    'network',
    'pipeline',
    'stages',
    'config',
    'http',
    'sizing',
    'model',
    'engine',
    'run',
  ],
  hosts: [
    'core',
    'stats',
    'sim',
    'queueing',
    'network',
    'pipeline',
    'stages',
    'config',
    'http',
    'sizing',
    'model',
    'engine',
    'run',
    'measure',
  ],
  web: ['core', 'stats', 'sim', 'queueing', 'network', 'pipeline', 'stages', 'config', 'sizing', 'model', 'run'],
};

const PURE = new Set([
  'core',
  'stats',
  'pipeline',
  'sim',
  'queueing',
  'network',
  'stages',
  'config',
  'sizing',
  'model',
  'run',
]);
/** Packages that pure code may use: they touch neither Node nor the clock nor chance. */
const PURE_PACKAGES = new Set(['punycode.js', 'zod', 'yaml', 'ipaddr.js', 'seedrandom', 'simple-statistics']);
/** Members that read a clock or chance. */
const IMPURE_MEMBERS = new Set([
  'Math.random',
  'Date.now',
  'performance.now',
  'crypto.getRandomValues',
  'crypto.randomUUID',
]);
/** What the pure tsconfig does not know either; local names such as `document` are left to the compiler. */
const IMPURE_NAMES = new Set(['process', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'Buffer']);

/** Layers whose numbers must come out with the same bits on every engine: `Math.sqrt` does, these do not (measured: src/stats/portable). */
const PORTABLE = new Set(['stats', 'sim', 'model', 'network', 'run', 'pipeline', 'stages']);
const ENGINE_DEPENDENT = new Set(
  'exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh cbrt hypot'
    .split(' ')
    .map((name) => `Math.${name}`),
);

export interface Violation {
  readonly file: string;
  readonly rule: 'direction' | 'node' | 'package' | 'impure' | 'engine-dependent' | 'cycle';
  readonly detail: string;
}

interface Reading {
  readonly imports: readonly { readonly target: string; readonly typeOnly: boolean }[];
  readonly impure: readonly string[];
  readonly engineDependent: readonly string[];
}

/** The layer of a file, e.g. `src/sim/kernel.ts` → `sim`. Observers live beside their stage but belong to the engine. */
export function layerOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] === 'web') return 'web';
  const layer = parts[1] ?? '';
  if (layer === 'stages' && (/\/observe(\.ts|\/)/.test(file) || file === 'src/stages/observers.ts')) return 'engine';
  return layer;
}

function read(file: string, text: string): Reading {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      target: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.moduleRequest ? [{ target: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      target: text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
      typeOnly: false,
    })),
  ];
  const impure: string[] = [];
  const engineDependent: string[] = [];
  const visitor = new Visitor({
    MemberExpression(node) {
      const { object, property } = node;
      if (object.type !== 'Identifier') return;
      const member =
        property.type === 'Identifier' ? property.name : property.type === 'Literal' ? String(property.value) : '';
      if (IMPURE_MEMBERS.has(`${object.name}.${member}`)) impure.push(`${object.name}.${member}`);
      if (IMPURE_NAMES.has(object.name)) impure.push(object.name);
      if (ENGINE_DEPENDENT.has(`${object.name}.${member}`)) engineDependent.push(`${object.name}.${member}`);
    },
    BinaryExpression({ operator, left, right }) {
      if (operator === '**' && !(left.type === 'Literal' && right.type === 'Literal')) engineDependent.push('**');
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
        impure.push('new Date()');
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && IMPURE_NAMES.has(node.callee.name)) impure.push(node.callee.name);
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') impure.push('Date()');
    },
  });
  visitor.visit(program);
  return { imports, impure, engineDependent };
}

/** `./x.ts` as seen from `from`, as a path from the root of the repository. */
function resolve(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Import cycles among files at run time: each as the list of its files. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

/** Checks a tree. @param files text by path from the root of the repository, e.g. `src/sim/kernel.ts`. */
export function checkLayers(files: Readonly<Record<string, string>>): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of Object.entries(files)) {
    const layer = layerOf(file);
    const allowed = MAY_IMPORT[layer];
    if (!allowed) {
      violations.push({ file, rule: 'direction', detail: `unknown layer "${layer}"` });
      continue;
    }
    const pure = PURE.has(layer);
    const { imports, impure, engineDependent } = read(file, text);
    for (const { target, typeOnly } of imports) {
      if (target.startsWith('.')) {
        const path = resolve(file, target);
        const other = path.startsWith('src/') || path.startsWith('web/') ? layerOf(path) : null;
        if (other !== null && other !== layer && !allowed.includes(other))
          violations.push({ file, rule: 'direction', detail: `${layer} must not import ${other} (${target})` });
        if (!typeOnly) graph.set(file, [...(graph.get(file) ?? []), path]);
      } else if (target.startsWith('node:')) {
        if (pure || layer === 'web') violations.push({ file, rule: 'node', detail: target });
      } else if (pure) {
        const name = target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/');
        if (!PURE_PACKAGES.has(name) && !typeOnly) violations.push({ file, rule: 'package', detail: target });
      }
    }
    if (pure) for (const what of impure) violations.push({ file, rule: 'impure', detail: what });
    if (PORTABLE.has(layer) && !file.startsWith('src/stats/portable/'))
      for (const what of engineDependent) violations.push({ file, rule: 'engine-dependent', detail: what });
  }
  for (const cycle of cycles(graph))
    violations.push({ file: cycle[0] ?? '', rule: 'cycle', detail: cycle.join(' → ') });
  return violations;
}
