// The score of a message: rules that hold, and what the classifier says. Knows no threshold.
import type { SpamScore, SpamScorer } from '../../../pipeline/observation.ts';
import type { Classifier } from './classifier.ts';
import type { FactContext } from './facts/fact.ts';
import { factHolds } from './facts.ts';
import { type MessageView, messageView } from './message-view.ts';
import type { SpamRule, SpamRules } from './spam-rules.ts';

/** Text in the form that words are looked for in. */
const normal = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

const contains = (text: string, words: readonly string[], atLeast: number): boolean =>
  words.filter((word) => text.includes(word)).length >= atLeast;

function ruleHolds(rule: SpamRule, view: MessageView, body: string, context: FactContext): boolean {
  switch (rule.where) {
    case 'structure':
      return factHolds(rule.fact, view, context);
    case 'body':
      return contains(body, rule.words, rule.atLeast);
    case 'header': {
      const values = view.fields(rule.header);
      if ('words' in rule) return values.some((value) => contains(normal(value), rule.words, rule.atLeast));
      return rule.test === 'missing' ? values.every((value) => value.trim() === '') : values.length > 1;
    }
  }
}

/** What the classifier adds, by how certain it is. */
function bayesPart(probability: number | null, { spamScore, hamScore }: SpamRules['bayes']): SpamScore {
  if (probability === null || probability === 0.5) return { score: 0, rules: [] };
  return probability > 0.5
    ? { score: spamScore * (2 * probability - 1), rules: ['BAYES_SPAM'] }
    : { score: hamScore * (1 - 2 * probability), rules: ['BAYES_HAM'] };
}

/**
 * A scorer by rules and, once it has learned enough, by the classifier.
 * @param classifier may go on learning meanwhile. @param now seconds since 1970, for facts of the date.
 */
export function createSpamScorer(
  { rules, bayes: weights }: SpamRules,
  classifier: Classifier,
  now: () => number,
): SpamScorer {
  return {
    async score(message, { helo }) {
      const view = messageView(message);
      const body = normal(view.text);
      const held = rules.filter((rule) => ruleHolds(rule, view, body, { helo, now: now() }));
      const learned = bayesPart(classifier.probability(message), weights);
      return {
        score: held.reduce((sum, { score }) => sum + score, learned.score),
        rules: [...held.map(({ id }) => id), ...learned.rules],
        learned: learned.score,
      };
    },
  };
}
