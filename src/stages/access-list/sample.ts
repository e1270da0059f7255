// The model's eyes on row 7.5: if there are rules, a mail meets one by the profile's share; which one is drawn evenly.
import type { RandomStream } from '../../core/random.ts';
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

const oneOf = <T extends { readonly enabled: boolean }>(rules: readonly T[], random: RandomStream): T | undefined => {
  const live = rules.filter((rule) => rule.enabled);
  return live[Math.floor(random.uniform() * live.length)];
};

export const sampleAccessList: Sample<OptionsOf<'accessList'>, EvidenceOf<'accessList'>> = (
  { phase, mail, random, profile },
  { whitelist, blacklist },
) => {
  const known = phase === 'connect' ? 'client' : 'envelope';
  const meetsWhite = random.uniform() < profile.accessList.white[mail.kind];
  const meetsBlack = random.uniform() < profile.accessList.black[mail.kind];
  const knowable = (type: string) => known === 'envelope' || type === 'ip' || type === 'subnet';
  const white = meetsWhite ? oneOf(whitelist, random) : undefined;
  const black = meetsBlack ? oneOf(blacklist, random) : undefined;
  return {
    known,
    white: white && knowable(white.type) ? [white.type] : [],
    black: black && knowable(black.type) ? [black.action] : [],
  };
};
