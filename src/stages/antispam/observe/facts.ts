// What a rule may ask of a message beyond words: a closed list of facts, each linear in what it looks at.
import { addressFacts } from './facts/address-facts.ts';
import { contentFacts } from './facts/content-facts.ts';
import type { Fact } from './facts/fact.ts';
import { headerFacts } from './facts/header-facts.ts';

const FACTS = { ...headerFacts, ...addressFacts, ...contentFacts } satisfies Record<string, Fact>;

export type FactName = keyof typeof FACTS;
export const FACT_NAMES = Object.keys(FACTS) as [FactName, ...FactName[]];

/** Whether the fact holds. */
export const factHolds = (name: FactName, ...[view, context]: Parameters<Fact>): boolean => FACTS[name](view, context);
