// One sampler a stage: the model's counterpart of `observers.ts`.
import { sampleAccessList } from './access-list/sample.ts';
import { sampleAntispam } from './antispam/sample.ts';
import { sampleAntivirus } from './antivirus/sample.ts';
import { sampleConnectionPolicy } from './connection-policy/sample.ts';
import { sampleContentScan } from './content-scan/sample.ts';
import { sampleDkim } from './dkim/sample.ts';
import { sampleDmarc } from './dmarc/sample.ts';
import { sampleDnsbl } from './dnsbl/sample.ts';
import { sampleGreylist } from './greylist/sample.ts';
import { sampleHeloPolicy } from './helo-policy/sample.ts';
import type { Samplers } from './index.ts';
import { sampleMcp } from './mcp/sample.ts';
import { sampleSenderPolicy } from './sender-policy/sample.ts';
import { sampleSpf } from './spf/sample.ts';
import { sampleUnknownClient } from './unknown-client/sample.ts';
import { sampleUnknownRecipients } from './unknown-recipients/sample.ts';
import { sampleUnknownSender } from './unknown-sender/sample.ts';

export const SAMPLERS: Samplers = {
  connectionPolicy: sampleConnectionPolicy,
  accessList: sampleAccessList,
  unknownRecipients: sampleUnknownRecipients,
  dnsbl: sampleDnsbl,
  heloPolicy: sampleHeloPolicy,
  senderPolicy: sampleSenderPolicy,
  unknownSender: sampleUnknownSender,
  unknownClient: sampleUnknownClient,
  spf: sampleSpf,
  greylist: sampleGreylist,
  dkim: sampleDkim,
  dmarc: sampleDmarc,
  antivirus: sampleAntivirus,
  mcp: sampleMcp,
  contentScan: sampleContentScan,
  antispam: sampleAntispam,
};
