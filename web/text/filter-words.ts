// The stages of the pipeline in the words of a customer: what each is called and what it does.
import type { StageName } from '../../src/stages/index.ts';

export interface FilterWords {
  readonly title: string;
  readonly help: string;
}

export const FILTER_WORDS: Readonly<Record<StageName, FilterWords>> = {
  connectionPolicy: { title: 'Connection limits', help: 'One sender cannot take all connections' },
  accessList: { title: 'Black- and whitelist', help: 'Your own rules for senders' },
  dnsbl: { title: 'DNS block lists', help: 'Turns known spam sources away' },
  unknownClient: { title: 'Host name check', help: 'Asks for a valid reverse DNS entry' },
  spf: { title: 'SPF', help: 'Turns forged sender domains away' },
  greylist: { title: 'Greylist', help: 'First contacts have to come again' },
  antivirus: { title: 'Antivirus', help: 'Scans every mail and attachment' },
  antispam: { title: 'Antispam', help: 'Scores the text, moves spam to Junk' },
};
