// The page's content policy forbids compiled text. Zod probes for it while schemas are made, and the browser reports the probe: so
// this is the first import of the page and of the worker.
import { z } from 'zod';

z.config({ jitless: true });
