// Row 9.15, content scan: messages in pieces or with their body elsewhere are refused; dangerous HTML is refused or made harmless.
import { z } from 'zod';
import { MIB } from '../../core/units.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { HTML_TAGS } from '../../pipeline/rewrite-plan.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT, reject } from '../../pipeline/verdict.ts';

const tagAction = (what: string) =>
  z
    .enum(['allow', 'reject', 'disarm'])
    .default('disarm')
    .describe(`${what}; disarm: deliver it made ineffective. The middle of the three [A].`);

export const contentScanOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Look for dangerous content.'),
  rejectPartial: z
    .boolean()
    .default(false)
    .describe('Refuse messages in several pieces (message/partial), each of which looks harmless.'),
  rejectExternalBodies: z
    .boolean()
    .default(false)
    .describe('Refuse messages whose body has to be fetched from elsewhere (message/external-body).'),
  highlightPhishing: z
    .boolean()
    .default(false)
    .describe('Put a warning before links whose text names another host than the one they lead to.'),
  htmlToText: z.boolean().default(false).describe('Deliver HTML as plain text.'),
  tags: z
    .strictObject({
      iframe: tagAction('Other pages within the message: iframe, frame'),
      form: tagAction('Forms to fill in'),
      script: tagAction('Scripts, also in attributes and links; SVG and MathML, which may hold them'),
      object: tagAction('Programs and plug-ins: object, embed, applet'),
      webBug: tagAction('Images too small to be seen, which tell the sender that the mail was read'),
    })
    .prefault({}),
  onUnreadable: z
    .enum(['reject', 'deliver'])
    .default('reject')
    .describe('Mail of more parts or levels than can be looked at: no honest mail has 10,000 parts.'),
});

export const contentScanEvidence = z.strictObject({
  partial: z.boolean().describe('Some part is a piece of a larger message (RFC 2046 section 5.2.2).'),
  externalBody: z.boolean().describe('Some part only says where its content is (RFC 2046 section 5.2.3).'),
  html: z.boolean(),
  tags: z.array(z.enum(HTML_TAGS)).max(HTML_TAGS.length),
  phishingLinks: z.number().int().min(0).max(10_000),
  protection: z
    .enum(['none', 'signed', 'encrypted'])
    .describe('Some part is signed or encrypted, so nobody may change it. Encrypted outweighs signed.'),
  unread: z
    .enum(['structure', 'html'])
    .nullable()
    .describe(
      'Something could not be looked at: parts beyond the limits, or HTML that is too large or takes too long.',
    ),
});

/** At delivery HTML is read once more and written as text: [M] 71 against 21.5 ms/MiB for the scan. */
const TO_TEXT = 3.3;

const refuse = (reason: Parameters<typeof reject>[2], what: string) =>
  reject(550, '5.7.1', reason, `Messages with ${what} are not accepted here`);

export const contentScan = declareStage({
  row: '9.15',
  title: 'Content scan',
  phases: ['data'],
  skippedBy: null,
  judges: 'everybody',
  options: contentScanOptions,
  evidence: contentScanEvidence,
  decide({ partial, externalBody, html, tags, phishingLinks, protection, unread }, options) {
    if (partial && options.rejectPartial) return refuse('partial-message', 'partial content');
    if (externalBody && options.rejectExternalBodies) return refuse('external-body', 'an external body');
    if (tags.some((tag) => options.tags[tag] === 'reject')) return refuse('html-tag', 'active content');
    const refusesSomeTag = HTML_TAGS.some((tag) => options.tags[tag] === 'reject');
    if (options.onUnreadable === 'reject' && (unread === 'structure' || (unread === 'html' && refusesSomeTag)))
      return refuse('unreadable-content', 'content that cannot be checked');
    // What was not looked at may hold any of them.
    const present = unread === null ? tags : HTML_TAGS;
    const plan = {
      disarm: present.filter((tag) => options.tags[tag] === 'disarm'),
      highlightPhishing: options.highlightPhishing && (phishingLinks > 0 || unread !== null),
      htmlToText: options.htmlToText && html,
    };
    if (plan.disarm.length === 0 && !plan.highlightPhishing && !plan.htmlToText) return ACCEPT;
    return { kind: 'accept', mark: { kind: 'rewrite', plan, spared: protection } };
  },
  demand(traits, { htmlToText }, cost) {
    const price = priceOf(traits, cost);
    const readSeconds = (cost.cpuSecondsPerTextMiB * traits.textBytes) / MIB;
    // What is disarmed only now and then is left out.
    return { ...price, cpuSeconds: price.cpuSeconds + (htmlToText ? TO_TEXT * readSeconds : 0) };
  },
});
