// Row 9.12: DKIM (RFC 6376). A message all of whose signatures are bad goes to Junk; one without a signature goes on.
import { z } from 'zod';
import { isAddress, isSubnet } from '../../core/ip.ts';
import { priceOf } from '../../pipeline/demand.ts';
import { declareStage } from '../../pipeline/stage.ts';
import { ACCEPT } from '../../pipeline/verdict.ts';

/** Words of RFC 8601 section 2.7.1 for one signature. */
export const SIGNATURE_RESULTS = ['pass', 'fail', 'neutral', 'policy', 'temperror', 'permerror'] as const;
export type SignatureResult = (typeof SIGNATURE_RESULTS)[number];

export const SIGNATURE_ALGORITHMS = ['rsa-sha256', 'ed25519-sha256', 'rsa-sha1'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

export const dkimOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Off by default: the guide has it ticked by hand.'),
  minKeyBits: z
    .number()
    .int()
    .min(1024)
    .max(4096)
    .default(1024)
    .describe('A signature of a shorter RSA key is bad. Below 1024 none is valid anyway (RFC 8301, section 3.2).'),
  whitelist: z
    .array(
      z
        .string()
        .max(49)
        .refine((entry) => isAddress(entry) || isSubnet(entry), 'an address or a subnet such as 192.0.2.0/24'),
    )
    .max(1000)
    .default([])
    .describe('Clients whose mail passes unexamined, and is signed when it leaves.'),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(20)
    .describe('Keys that DNS has not brought by then count as temperror.'),
});

const signature = z.strictObject({
  domain: z.string().max(253).describe('d= of the signature; empty where it cannot be read.'),
  selector: z.string().max(253),
  result: z.enum(SIGNATURE_RESULTS),
  algorithm: z.enum(SIGNATURE_ALGORITHMS).nullable(),
  keyBits: z.number().int().min(0).nullable().describe('Null when no key was found.'),
  aligned: z.boolean().describe("The signing domain and the author's belong to one organisation."),
  limited: z.boolean().describe('l= leaves some of the body unsigned.'),
});

export type SignatureEvidence = z.output<typeof signature>;

export const dkimEvidence = z.strictObject({
  whitelisted: z.boolean().describe('The client is on the whitelist of this stage: nothing was examined.'),
  signatures: z.array(signature).max(10).describe('The uppermost ten.'),
  unexamined: z.number().int().min(0).describe('Signatures beyond those.'),
});

/** The guide refuses short keys; an Ed25519 key is as strong as RSA of 3072 bits (RFC 8463 section 3). */
const resultUnder = ({ result, algorithm, keyBits }: SignatureEvidence, minKeyBits: number): SignatureResult =>
  result === 'pass' && algorithm !== 'ed25519-sha256' && (keyBits ?? 0) < minKeyBits ? 'policy' : result;

const BAD: ReadonlySet<SignatureResult> = new Set(['fail', 'policy', 'permerror']);

export const dkim = declareStage({
  row: '9.12',
  title: 'DKIM verification',
  phases: ['data'],
  skippedBy: 'dkim',
  judges: 'strangers',
  options: dkimOptions,
  evidence: dkimEvidence,
  decide({ whitelisted, signatures }, { minKeyBits }) {
    if (whitelisted) return ACCEPT;
    const results = signatures.map((one) => ({
      result: resultUnder(one, minKeyBits),
      domain: one.domain,
      selector: one.selector,
    }));
    // One good signature is enough, whatever a list or a forwarder added (RFC 6376 section 6.1). What cannot be told is not held against it.
    const junk = !results.some(({ result }) => result === 'pass') && results.some(({ result }) => BAD.has(result));
    return { kind: 'accept', mark: { kind: 'dkim', signatures: results, junk } };
  },
  demand: (traits, _options, cost) => priceOf(traits, cost),
});
