// The model's eyes on row 9.15: what the HTML of a mail holds, by the workload's shares.
import { HTML_TAGS } from '../../pipeline/rewrite-plan.ts';
import type { Sample } from '../../pipeline/sampling.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';

export const sampleContentScan: Sample<OptionsOf<'contentScan'>, EvidenceOf<'contentScan'>> = ({
  mail: { kind },
  random,
  profile: { content },
}) => {
  const happens = (share: number): boolean => random.uniform() < share;
  // Everything is drawn in every case, so that one share does not shift the draws of another.
  const partial = happens(content.partial[kind]);
  const externalBody = happens(content.externalBody[kind]);
  const html = happens(content.html[kind]);
  const tags = HTML_TAGS.filter((tag) => happens(content.tagInHtml[tag][kind]));
  const phishing = happens(content.phishingInHtml[kind]);
  const encrypted = happens(content.encrypted[kind]);
  const signed = happens(content.signed[kind]);
  return {
    partial,
    externalBody,
    html,
    tags: html ? tags : [],
    phishingLinks: html && phishing ? 1 : 0,
    protection: encrypted ? 'encrypted' : signed ? 'signed' : 'none',
    unread: null,
  };
};
