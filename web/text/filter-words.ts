// The stages of the pipeline in the words of a customer: what each is called and what it does.
import type { StageName } from '../../src/stages/index.ts';

export interface FilterWords {
  readonly title: string;
  readonly help: string;
}

export const FILTER_WORDS: Readonly<Record<StageName, FilterWords>> = {
  connectionPolicy: { title: 'Connection limits', help: 'One sender cannot take all connections' },
  accessList: { title: 'Black- and whitelist', help: 'Your own rules for senders' },
  unknownRecipients: { title: 'Address guessing', help: 'Shuts out who tries many unknown recipients' },
  dnsbl: { title: 'DNS block lists', help: 'Turns known spam sources away' },
  heloPolicy: { title: 'HELO check', help: 'Clients must name themselves properly' },
  senderPolicy: { title: 'Sender form', help: 'Senders need a full domain name' },
  unknownSender: { title: 'Sender domain check', help: 'The domain of a sender must exist' },
  unknownClient: { title: 'Host name check', help: 'Asks for a valid reverse DNS entry' },
  spf: { title: 'SPF', help: 'Turns forged sender domains away' },
  greylist: { title: 'Greylist', help: 'First contacts have to come again' },
  dkim: { title: 'DKIM', help: 'Moves mail with a broken signature to Junk' },
  dmarc: { title: 'DMARC', help: 'Follows the policy of the domain in From' },
  antivirus: { title: 'Antivirus', help: 'Scans every mail and attachment' },
  mcp: { title: 'Content rules', help: 'Your own rules on what mail says' },
  contentScan: { title: 'Content scan', help: 'Disarms dangerous HTML and false links' },
  antispam: { title: 'Antispam', help: 'Scores the text, moves spam to Junk' },
};
