// Makes the two addresses for reports known (row 9.6), beside those of accounts.
import { addressKey } from '../../core/mail-address.ts';
import type { Directory } from '../directory.ts';

/** @param addresses of reports; their mailboxes go by the address */
export function withReportAddresses(directory: Directory, addresses: readonly string[]): Directory {
  const keys = new Set(addresses.map(addressKey));
  if (keys.size === 0) return directory;
  return {
    ...directory,
    resolve(address) {
      const key = addressKey(address);
      return keys.has(key) ? { kind: 'known', targets: [{ address: key, account: key }] } : directory.resolve(address);
    },
  };
}
