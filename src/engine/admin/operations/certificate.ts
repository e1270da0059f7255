// The certificate of the server: which one it is, how long it holds, and reading its files again without a restart (row 6.1).
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { HttpProblem } from '../../../http/http-problem.ts';
import type { Certificates } from '../../tls/certificates.ts';
import { declareOperation, type Operation } from '../operation.ts';

export const certificateAnswer = z
  .strictObject({
    subject: z.string(),
    issuer: z.string(),
    names: z.string().describe('subjectAltName.'),
    validFromSeconds: z.number().describe('Since 1970.'),
    validToSeconds: z.number(),
    sha256: z.string().describe('Fingerprint.'),
    key: z.string().describe('Kind of its key, e.g. `ec`.'),
    selfMade: z.boolean().describe('The server made it itself.'),
  })
  .meta({ id: 'Certificate' });

export const reloadAnswer = z.strictObject({ renewed: z.boolean(), certificate: certificateAnswer });

function describe(pem: string, selfMade: boolean): z.input<typeof certificateAnswer> {
  const { subject, issuer, subjectAltName, validFrom, validTo, fingerprint256, publicKey } = new X509Certificate(pem);
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    names: subjectAltName ?? '',
    validFromSeconds: Date.parse(validFrom) / 1000,
    validToSeconds: Date.parse(validTo) / 1000,
    sha256: fingerprint256,
    key: publicKey.asymmetricKeyType ?? 'unknown',
    selfMade,
  };
}

/** @param selfMade no files are configured */
export const certificateOperations = (
  certificates: Pick<Certificates, 'certificate' | 'refresh'>,
  selfMade: boolean,
): Operation[] => [
  declareOperation({
    name: 'certificate',
    method: 'get',
    address: '/certificate',
    summary: 'The certificate of the next handshake',
    answer: certificateAnswer,
    run: () => describe(certificates.certificate(), selfMade),
  }),
  declareOperation({
    name: 'reloadCertificate',
    method: 'post',
    address: '/certificate/reload',
    summary: 'Read the files of the certificate again; running sessions keep theirs',
    answer: reloadAnswer,
    run: async () => {
      const found = await certificates.refresh();
      if (found.kind === 'unusable') throw new HttpProblem(409, `The present certificate stays: ${found.why}.`);
      return { renewed: found.kind === 'renewed', certificate: describe(certificates.certificate(), selfMade) };
    },
    which: (_request, { renewed, certificate }) => ({ renewed, sha256: certificate.sha256 }),
  }),
];
