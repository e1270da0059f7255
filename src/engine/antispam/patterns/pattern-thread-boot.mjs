// Starts pattern-thread.ts in a checkout. A thread does not inherit the loader that reads TypeScript, so it registers one first.
import { register } from 'tsx/esm/api';

register();
await import('./pattern-thread.ts');
