// Lets V8 inline more into one function than it does by default: the event loop of a simulation is many small functions in a ring, and a
// number that crosses a call which is not inlined is boxed. Measured by `npm run bench`: docs/decisions/event-list.md.
import { setFlagsFromString } from 'node:v8';

/** Bytes of bytecode that one optimised function may take in; V8's own limit is 920. */
const INLINED_BYTECODE = 4000;

/** For the whole process, threads included. Before anything is compiled for speed, so first thing. */
export const tuneV8 = (): void => setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE}`);
