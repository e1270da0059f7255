// The engine's eyes, one observer a stage. Belongs to the engine's layer: the model and the page never import it.
import { observeAccessList } from './access-list/observe.ts';
import { observeAntispam } from './antispam/observe.ts';
import { observeAntivirus } from './antivirus/observe.ts';
import { observeConnectionPolicy } from './connection-policy/observe.ts';
import { observeDnsbl } from './dnsbl/observe.ts';
import { observeGreylist } from './greylist/observe.ts';
import type { Observers } from './index.ts';
import { observeSpf } from './spf/observe.ts';
import { observeUnknownClient } from './unknown-client/observe.ts';

export const OBSERVERS: Observers = {
  connectionPolicy: observeConnectionPolicy,
  accessList: observeAccessList,
  dnsbl: observeDnsbl,
  unknownClient: observeUnknownClient,
  spf: observeSpf,
  greylist: observeGreylist,
  antivirus: observeAntivirus,
  antispam: observeAntispam,
};
