// `npm run bench`: all questions in one run. Figures of one machine at one moment: compare them inside one run only.
import { mm1 } from './mm1.ts';
import { simulatedDay } from './simulated-day.ts';
import { sizingAnswer } from './sizing-answer.ts';

const answers = [sizingAnswer(200), simulatedDay(200, 7), mm1(1_000_000, 3)];
for (const { question, value, unit, hash } of answers) {
  console.log(`${question.padEnd(44)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(22)} result ${hash}`);
}
