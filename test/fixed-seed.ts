// Property tests draw the same cases in every run, so that a run can be trusted and repeated. PLIMSOLL_SEED=random looks for new ones.
import fc from 'fast-check';

const { PLIMSOLL_SEED: seed = '1' } = process.env;
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
