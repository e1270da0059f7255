// The engine's eyes, one observer a stage. Belongs to the engine's layer: the model and the page never import it.
import { observeAccessList } from './access-list/observe.ts';
import { observeAntispam } from './antispam/observe.ts';
import { observeAntivirus } from './antivirus/observe.ts';
import { observeConnectionPolicy } from './connection-policy/observe.ts';
import { observeContentScan } from './content-scan/observe.ts';
import { observeDkim } from './dkim/observe.ts';
import { observeDmarc } from './dmarc/observe.ts';
import { observeDnsbl } from './dnsbl/observe.ts';
import { observeGreylist } from './greylist/observe.ts';
import { observeHeloPolicy } from './helo-policy/observe.ts';
import type { Observers } from './index.ts';
import { observeMcp } from './mcp/observe.ts';
import { observeSenderPolicy } from './sender-policy/observe.ts';
import { observeSpf } from './spf/observe.ts';
import { observeUnknownClient } from './unknown-client/observe.ts';
import { observeUnknownRecipients } from './unknown-recipients/observe.ts';
import { observeUnknownSender } from './unknown-sender/observe.ts';

export const OBSERVERS: Observers = {
  connectionPolicy: observeConnectionPolicy,
  accessList: observeAccessList,
  unknownRecipients: observeUnknownRecipients,
  dnsbl: observeDnsbl,
  heloPolicy: observeHeloPolicy,
  senderPolicy: observeSenderPolicy,
  unknownSender: observeUnknownSender,
  unknownClient: observeUnknownClient,
  spf: observeSpf,
  greylist: observeGreylist,
  dkim: observeDkim,
  dmarc: observeDmarc,
  antivirus: observeAntivirus,
  mcp: observeMcp,
  contentScan: observeContentScan,
  antispam: observeAntispam,
};
