// Which host names mean this machine alone.
import { isIPv4 } from 'node:net';

/** @param name as in a URL: an IPv6 address may stand in brackets. */
export const isLoopback = (name: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(name) || (isIPv4(name) && name.startsWith('127.'));
