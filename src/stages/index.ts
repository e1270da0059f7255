// The one list of stages: its order is the order of the checks. Configuration, observers, samplers and costs follow from it.
import { z } from 'zod';
import type { StageCost } from '../pipeline/demand.ts';
import type { Observe } from '../pipeline/observation.ts';
import type { Sample } from '../pipeline/sampling.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { Verdict } from '../pipeline/verdict.ts';
import { type Route, routeOf } from '../pipeline/walk.ts';
import { accessList } from './access-list/stage.ts';
import { antispam } from './antispam/stage.ts';
import { antivirus } from './antivirus/stage.ts';
import { connectionPolicy } from './connection-policy/stage.ts';
import { contentScan } from './content-scan/stage.ts';
import { dkim } from './dkim/stage.ts';
import { dmarc } from './dmarc/stage.ts';
import { dnsbl } from './dnsbl/stage.ts';
import { greylist } from './greylist/stage.ts';
import { heloPolicy } from './helo-policy/stage.ts';
import { mcp } from './mcp/stage.ts';
import { senderPolicy } from './sender-policy/stage.ts';
import { spf } from './spf/stage.ts';
import { unknownClient } from './unknown-client/stage.ts';
import { unknownRecipients } from './unknown-recipients/stage.ts';
import { unknownSender } from './unknown-sender/stage.ts';

const declared = {
  connectionPolicy,
  accessList,
  unknownRecipients,
  dnsbl,
  heloPolicy,
  senderPolicy,
  unknownSender,
  unknownClient,
  spf,
  greylist,
  dkim,
  dmarc,
  antivirus,
  mcp,
  contentScan,
  antispam,
};

export type StageName = keyof typeof declared;
type Declared = typeof declared;
/** Settings of a stage, defaults filled in. */
export type OptionsOf<N extends StageName> = z.output<Declared[N]['options']>;
/** Facts that a stage judges by. */
export type EvidenceOf<N extends StageName> = z.output<Declared[N]['evidence']>;

export const STAGES: {
  readonly [N in StageName]: Stage<Declared[N]['options'], Declared[N]['evidence']>;
} = declared;

export const STAGE_NAMES = Object.keys(declared) as readonly StageName[];

/** Settings of all stages. A setting that no stage declares cannot exist. */
export type StageSettings = { readonly [N in StageName]: OptionsOf<N> };
/** One observer a stage: without it the engine does not compile. */
export type Observers = { readonly [N in StageName]: Observe<OptionsOf<N>, EvidenceOf<N>> };
/** One sampler a stage: without it the model does not compile. */
export type Samplers = { readonly [N in StageName]: Sample<OptionsOf<N>, EvidenceOf<N>> };
/** One cost a stage: a platform file without it is refused. */
export type StageCosts = { readonly [N in StageName]: StageCost };

/** Schema of the `stages` part of a configuration, assembled from the list. */
export const stageSettingsSchema = z.strictObject({
  connectionPolicy: connectionPolicy.options.prefault({}),
  accessList: accessList.options.prefault({}),
  unknownRecipients: unknownRecipients.options.prefault({}),
  dnsbl: dnsbl.options.prefault({}),
  heloPolicy: heloPolicy.options.prefault({}),
  senderPolicy: senderPolicy.options.prefault({}),
  unknownSender: unknownSender.options.prefault({}),
  unknownClient: unknownClient.options.prefault({}),
  spf: spf.options.prefault({}),
  greylist: greylist.options.prefault({}),
  dkim: dkim.options.prefault({}),
  dmarc: dmarc.options.prefault({}),
  antivirus: antivirus.options.prefault({}),
  mcp: mcp.options.prefault({}),
  contentScan: contentScan.options.prefault({}),
  antispam: antispam.options.prefault({}),
} satisfies Record<StageName, z.ZodType>);

/** Asks the one policy of a stage. */
export const judge = <N extends StageName>(name: N, evidence: EvidenceOf<N>, settings: StageSettings): Verdict =>
  STAGES[name].decide(evidence, settings[name]);

/** The route through a server with these settings: stages that are switched on, in order. */
export const routeFor = (settings: StageSettings): Route<StageName> =>
  routeOf(
    STAGE_NAMES.map((name) => {
      const { phases, skippedBy, judges } = STAGES[name];
      return { name, phases, skippedBy, judges };
    }),
    (name) => settings[name].enabled,
  );
