// The score of a message from all who have one: the scorer of the house or Rspamd, imported rules, keyword filters.
import type { SpamScore, SpamScorer, Subject } from '../../pipeline/observation.ts';
import type { KeywordFilter, KeywordHit } from '../../stages/antispam/keyword-filters.ts';
import { keywordTexts, plainKeywordFound, smallTexts } from '../../stages/antispam/observe/keywords.ts';
import type { PatternMatcher } from './patterns/pattern-matcher.ts';
import type { MatchAnswer } from './patterns/pattern-thread-handle.ts';
import type { RspamdClient } from './rspamd-client.ts';

type Filter = { readonly group: string; readonly filter: KeywordFilter };

interface ScorerParts {
  readonly house: SpamScorer;
  /** Null: Rspamd is not asked. */
  readonly rspamd: RspamdClient | null;
  readonly patterns: Pick<PatternMatcher, 'match' | 'report'>;
  /** Keyword filters that are switched on, those with expressions in the order in which `patterns` knows them. */
  readonly filters: readonly Filter[];
  /** The classifier of the house takes part in the score. */
  readonly withBayes: () => boolean;
  /** Verified host name of the client; empty: none. Looked up once a session. */
  readonly clientName: (subject: Subject) => Promise<string>;
  readonly hostname: string;
}

const hitOf = ({ group, filter }: Filter): KeywordHit => ({ group, keyword: filter.keyword });

function plainHits(filters: readonly Filter[], message: Uint8Array): KeywordHit[] {
  if (filters.length === 0) return [];
  const texts = keywordTexts(message);
  const small = smallTexts(texts);
  return filters.filter(({ filter }) => plainKeywordFound(filter, texts, small)).map(hitOf);
}

/** What the answer of the rules could not tell. */
function missingFrom(answer: MatchAnswer | null): string[] {
  if (answer === null) return [];
  if (answer.kind === 'missed') return [`rules: ${answer.why}`];
  return answer.leftOut.length === 0 ? [] : [`rules left out since they take too long: ${answer.leftOut.join(', ')}`];
}

export function createAntispamScorer(parts: ScorerParts): SpamScorer {
  const { house, rspamd, patterns, filters, withBayes, clientName, hostname } = parts;
  const plain = filters.filter(({ filter }) => !filter.regex);
  const expressions = filters.filter(({ filter }) => filter.regex);

  const matched = async (message: Uint8Array, subject: Subject): Promise<MatchAnswer | null> => {
    const name = patterns.report?.asksClientName === true ? await clientName(subject) : '';
    const { clientAddress, helo } = subject;
    const envelope = { clientAddress, clientName: name, helo, sender: subject.sender ?? '', hostname };
    return patterns.match({ message, envelope, withBayes: withBayes() });
  };

  const scored = async (message: Uint8Array, subject: Subject): Promise<SpamScore> => {
    if (rspamd === null) return house.score(message, subject);
    const { clientAddress, helo } = subject;
    const answer = await rspamd.check(message, {
      sender: subject.sender ?? '',
      recipients: subject.recipients ?? [],
      clientAddress,
      clientName: await clientName(subject),
      helo,
      user: subject.account ?? '',
      queueId: subject.queueId ?? '',
    });
    if (answer.kind === 'scored')
      return { score: answer.score, rules: answer.symbols, scoredBy: 'rspamd', notes: [`rspamd: ${answer.action}`] };
    const instead = await house.score(message, subject);
    return { ...instead, scoredBy: 'fallback', notes: [`rspamd: ${answer.why}`] };
  };

  return {
    async score(message, subject) {
      const [base, answer] = await Promise.all([scored(message, subject), matched(message, subject)]);
      const hits = answer?.kind === 'matched' ? answer.hits : [];
      const found = answer?.kind === 'matched' ? answer.keywords : [];
      return {
        ...base,
        score: hits.reduce((sum, { score }) => sum + score, base.score),
        rules: [...base.rules, ...hits.map(({ rule }) => rule)],
        keywords: [
          ...plainHits(plain, message),
          ...found.flatMap((place) => (expressions[place] ? [hitOf(expressions[place])] : [])),
        ],
        notes: [...(base.notes ?? []), ...missingFrom(answer)],
      };
    },
  };
}
