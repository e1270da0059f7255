// The model's eyes on row 9.14: each rule fits by the workload's share, independently of the others.
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleMcp: Sample<OptionsOf<'mcp'>, EvidenceOf<'mcp'>> = ({ mail, random, profile }, { rules }) => ({
  // Drawn for rules that are switched off too, so that switching one does not shift the draws of later mails.
  matched: rules.filter(() => random.uniform() < profile.mcpRule[mail.kind]).map(({ name }) => name),
  untried: [],
});
