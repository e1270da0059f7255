// The engine's eyes on row 9.15: the kinds of a message's parts, and what its HTML holds.
import { performance } from 'node:perf_hooks';
import { contentParts } from '../../engine/content/content-parts.ts';
import { examineHtml, NO_CHANGES } from '../../engine/content/examine-html.ts';
import { htmlSource } from '../../engine/content/html-source.ts';
import { htmlBudget } from '../../engine/content/read-html.ts';
import type { Observe } from '../../pipeline/observation.ts';
import { HTML_TAGS, type HtmlTag } from '../../pipeline/rewrite-plan.ts';
import type { EvidenceOf, OptionsOf } from '../index.ts';
import { messageOf, partsOf } from '../observe/received-message.ts';

type ObserveContentScan = Observe<OptionsOf<'contentScan'>, EvidenceOf<'contentScan'>>;

/** @param clock seconds, of any origin */
export const createContentScanObserver =
  (clock: () => number): ObserveContentScan =>
  async (subject) => {
    const { bytes, root } = partsOf(messageOf(subject));
    const { html, partial, externalBody, protection, complete } = contentParts(bytes, root);
    const found = new Set<HtmlTag>();
    let phishingLinks = 0;
    let unread: EvidenceOf<'contentScan'>['unread'] = complete ? null : 'structure';
    const budget = htmlBudget(clock);
    for (const { part } of html) {
      const examination = await examineHtml(htmlSource(bytes, part).html, NO_CHANGES, budget);
      if (examination === null) {
        unread ??= 'html';
        continue;
      }
      for (const tag of examination.tags) found.add(tag);
      phishingLinks = Math.min(10_000, phishingLinks + examination.deceptions.length);
    }
    const tags = HTML_TAGS.filter((tag) => found.has(tag));
    return { partial, externalBody, html: html.length > 0, tags, phishingLinks, protection, unread };
  };

export const observeContentScan: ObserveContentScan = createContentScanObserver(() => performance.now() / 1000);
