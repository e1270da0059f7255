// A certificate that this server signs itself, for a name: encrypts against listeners, proves nothing. The key is P-256.
import { randomBytes, webcrypto } from 'node:crypto';
import { DAY_SECONDS } from '../../core/units.ts';

/** PEM texts. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** [A] Below the 398 days that the CA/Browser Forum allows public certificates, which some clients hold all to. */
const VALID_DAYS = 397;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
/** RFC 5280: sections 4.2.1.3 (digital signature alone), 4.2.1.6, 4.2.1.9, 4.2.1.12 (server). */
const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
};
const DNS_NAME = 2;
/** RFC 5280 appendix A: ub-common-name. What is longer stands in subjectAltName, which is what clients look at. */
const MAX_COMMON_NAME = 64;

const pem = (label: string, der: ArrayBuffer): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** @param hostname what clients connect to. @param now seconds since 1970 */
export async function createCertificate(hostname: string, now: number): Promise<Identity> {
  // Needed once in a year: loaded only here.
  const [pki, { BitString, Integer, Utf8String }] = await Promise.all([import('pkijs'), import('asn1js')]);
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = new pki.Certificate();
  certificate.version = 2;
  // A positive number (RFC 5280 section 4.1.2.2).
  certificate.serialNumber = new Integer({ valueHex: Buffer.concat([Buffer.of(1), randomBytes(15)]) });
  for (const name of [certificate.subject, certificate.issuer])
    name.typesAndValues.push(
      new pki.AttributeTypeAndValue({
        type: OID.commonName,
        value: new Utf8String({ value: hostname.slice(0, MAX_COMMON_NAME) }),
      }),
    );
  // Clocks differ: a client an hour behind must not find it not yet valid.
  certificate.notBefore.value = new Date((now - DAY_SECONDS) * 1000);
  certificate.notAfter.value = new Date((now + (VALID_DAYS - 1) * DAY_SECONDS) * 1000);
  const extension = (extnID: string, critical: boolean, content: { toBER(): ArrayBuffer }) =>
    new pki.Extension({ extnID, critical, extnValue: content.toBER() });
  const names = new pki.GeneralNames({ names: [new pki.GeneralName({ type: DNS_NAME, value: hostname })] });
  certificate.extensions = [
    extension(OID.basicConstraints, true, new pki.BasicConstraints({ cA: false }).toSchema()),
    extension(OID.keyUsage, true, new BitString({ valueHex: Buffer.of(0x80), unusedBits: 7 })),
    extension(OID.extendedKeyUsage, false, new pki.ExtKeyUsage({ keyPurposes: [OID.serverAuth] }).toSchema()),
    extension(OID.subjectAltName, false, names.toSchema()),
  ];
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  await certificate.sign(privateKey, 'SHA-256');
  return {
    certificate: pem('CERTIFICATE', certificate.toSchema(true).toBER()),
    key: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', privateKey)),
  };
}
