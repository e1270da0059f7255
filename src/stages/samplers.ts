// One sampler a stage: the model's counterpart of `observers.ts`.
import { sampleAccessList } from './access-list/sample.ts';
import { sampleAntispam } from './antispam/sample.ts';
import { sampleAntivirus } from './antivirus/sample.ts';
import { sampleConnectionPolicy } from './connection-policy/sample.ts';
import { sampleDnsbl } from './dnsbl/sample.ts';
import { sampleGreylist } from './greylist/sample.ts';
import type { Samplers } from './index.ts';
import { sampleSpf } from './spf/sample.ts';
import { sampleUnknownClient } from './unknown-client/sample.ts';

export const SAMPLERS: Samplers = {
  connectionPolicy: sampleConnectionPolicy,
  accessList: sampleAccessList,
  dnsbl: sampleDnsbl,
  unknownClient: sampleUnknownClient,
  spf: sampleSpf,
  greylist: sampleGreylist,
  antivirus: sampleAntivirus,
  antispam: sampleAntispam,
};
