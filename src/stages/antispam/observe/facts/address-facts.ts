// Facts of who a message claims to come from.
import { addressParser } from 'postal-mime';
import { isAddress } from '../../../../core/ip.ts';
import type { MessageView } from '../message-view.ts';
import type { Fact } from './fact.ts';
import { kin } from './kin.ts';

interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const mailboxesOf = (view: MessageView, field: string): readonly Mailbox[] =>
  addressParser(view.fields(field)[0] ?? '', { flatten: true }).flatMap(({ name, address }) =>
    address?.includes('@') ? [{ name, address }] : [],
  );

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The domain of an address inside a shown name. */
const namedDomain = (name: string): string | undefined =>
  /@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})/i.exec(name)?.[1];

export const addressFacts = {
  fromWithoutAddress: (view) => view.fields('from').length > 0 && mailboxesOf(view, 'from').length === 0,
  nameIsOtherAddress: (view) =>
    mailboxesOf(view, 'from').some(({ name, address }) => {
      const named = namedDomain(name);
      return named !== undefined && kin(named.toLowerCase()) !== kin(domainOf(address));
    }),
  replyToOtherDomain: (view) => {
    const [from] = mailboxesOf(view, 'from');
    const replies = mailboxesOf(view, 'reply-to');
    return from !== undefined && replies.some(({ address }) => kin(domainOf(address)) !== kin(domainOf(from.address)));
  },
  /** An address in brackets is allowed (RFC 5321 section 4.1.3) but no server that is set up for mail says it. */
  heloWithoutName: (_view, { helo }) => helo !== '' && (!helo.includes('.') || isAddress(helo) || helo.startsWith('[')),
} satisfies Record<string, Fact>;
