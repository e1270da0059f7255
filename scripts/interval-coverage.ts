// `npm run coverage:intervals`: the long form, over 1,000 experiments. Fails outside 93 to 97 %.
import { intervalCoverage } from '../src/network/verify/interval-coverage.ts';

const EXPERIMENTS = 1000;
const { share } = intervalCoverage(EXPERIMENTS);
console.log(`${EXPERIMENTS} experiments: intervals of 95 % held the truth in ${(share.mean * 100).toFixed(1)} %`);
if (!(share.mean >= 0.93 && share.mean <= 0.97)) process.exitCode = 1;
