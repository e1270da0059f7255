// The signatures of a message, examined once, whoever asks first: DKIM or DMARC.
import { type Verification, verifySignatures } from '../../../engine/dkim/verify-signatures.ts';
import type { ObserverPorts } from '../../../pipeline/observation.ts';

/** Weak, so that a message is not held longer than it is judged. */
const examined = new WeakMap<Uint8Array, Promise<Verification>>();

/** The same array is examined once. Nobody may change it meanwhile. */
export function signaturesOf(
  message: Uint8Array,
  timeoutSeconds: number,
  { resolver, now }: Pick<ObserverPorts, 'resolver' | 'now'>,
): Promise<Verification> {
  const known = examined.get(message);
  if (known) return known;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const found = verifySignatures(bytes, { resolver, now, timeoutSeconds });
  examined.set(message, found);
  return found;
}
