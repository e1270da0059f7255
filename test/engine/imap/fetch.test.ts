import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startImap } from './imap-lab.ts';

const NESTED = [
  'From: "Ann \\"A\\" Other" <ann@example.org>',
  'To: Team: bob@example.org, "c d"@example.org (Carl);, dora@example.org',
  'Subject: =?utf-8?q?caf=C3=A9?=',
  ' folded',
  'Date: Tue, 14 Nov 2023 22:13:20 +0000',
  'Message-ID: <1@example.org>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble',
  '--outer',
  '',
  'plain part',
  '--outer',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'caf=C3=A9',
  '',
  '--inner',
  'Content-Type: text/html',
  '',
  '<b>x</b>',
  '--inner--',
  '--outer',
  'Content-Type: message/rfc822',
  '',
  'Subject: inside',
  'Content-Type: application/octet-stream; name="a.bin"',
  'Content-Disposition: attachment; filename="a.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  'AAEC',
  '--outer--',
  'epilogue',
  '',
].join('\r\n');

async function fetched(items: string, message: string | Buffer = NESTED): Promise<string> {
  const lab = await startImap();
  await lab.inbox.append(Buffer.from(message as string, 'latin1'), { flags: ['\\Seen'] });
  const client = await lab.select();
  const responses = await client.command(`FETCH 1 ${items}`);
  expect(responses.at(-1)).toBe('OK Fetched');
  return /^\* 1 FETCH \(([\s\S]*)\)$/.exec(responses[0] ?? '')?.[1] ?? '';
}

const literal = (text: string) => `{${text.length}}\r\n${text}`;

describe('FETCH', () => {
  it.each([
    ['binary bytes', Buffer.from(Array.from({ length: 1024 }, (_, index) => (index % 255) + 1))],
    ['8-bit text', Buffer.from('Subject: caf\xe9\r\n\r\n\xfc\xe4\xf6 \u{1f600}\r\n')],
    ['long lines', Buffer.from(`Subject: x\r\n\r\n${'y'.repeat(300_000)}\r\n`)],
    ['dots alone on lines', Buffer.from('Subject: x\r\n\r\n.\r\n..\r\n.x\r\n.\r\n')],
    ['bare line feeds and returns', Buffer.from('Subject: x\n\nline\rline\n\r\n\r')],
    ['no header', Buffer.from('\r\nbody')],
    ['no body', Buffer.from('Subject: x')],
  ])('gives %s back byte for byte', async (_name, message) => {
    const lab = await startImap();
    const client = await lab.select();
    client.write(`a APPEND INBOX {${message.length}+}\r\n`);
    client.write(message);
    client.write('\r\n');
    while (!(await client.response())?.startsWith('a OK'));
    const responses = await client.command('FETCH 1 BODY.PEEK[]');
    const bytes = message.toString('latin1');
    expect(responses[0]).toBe(`* 1 FETCH (BODY[] ${literal(bytes)})`);
    const pieces: string[] = [];
    for (let offset = 0; offset < message.length; offset += 1000) {
      const [piece] = await client.command(`FETCH 1 BODY.PEEK[]<${offset}.1000>`);
      pieces.push(/^\* 1 FETCH \(BODY\[\]<\d+> \{\d+\}\r\n([\s\S]*)\)$/.exec(piece ?? '')?.[1] ?? '');
      if (pieces.length > 5) break;
    }
    expect(bytes.startsWith(pieces.join(''))).toBe(true);
  });

  it('splits every message into header and text that make it up again', async () => {
    const lab = await startImap();
    const client = await lab.select();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom('a', ':', ' ', '\r\n', '\n', '\r', '--b', 'Content-Type: multipart/mixed; boundary=b'),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        async (pieces) => {
          const message = pieces.join('');
          const { uid } = await lab.inbox.append(Buffer.from(message, 'latin1'), {});
          await client.command('NOOP');
          const response = await client.command(
            `UID FETCH ${uid} (BODY.PEEK[HEADER] BODY.PEEK[TEXT] BODYSTRUCTURE ENVELOPE)`,
          );
          const text = response.find((line) => line.includes('BODY[HEADER]')) ?? '';
          const header = /BODY\[HEADER\] \{(\d+)\}\r\n/.exec(text);
          const start = (header?.index ?? 0) + (header?.[0].length ?? 0);
          const headerText = text.slice(start, start + Number(header?.[1]));
          const rest = text.slice(start + Number(header?.[1]));
          const body = /^ BODY\[TEXT\] \{(\d+)\}\r\n/.exec(rest);
          const bodyText = rest.slice(body?.[0].length, (body?.[0].length ?? 0) + Number(body?.[1]));
          expect(headerText + bodyText).toBe(message);
          expect(response.at(-1)).toBe('OK Fetched');
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['1', 'plain part'],
    ['2', NESTED.slice(NESTED.indexOf('--inner'), NESTED.indexOf('\r\n--outer\r\nContent-Type: message'))],
    ['2.1', 'caf=C3=A9\r\n'],
    ['2.2', '<b>x</b>'],
    ['2.1.MIME', 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'],
    ['1.MIME', '\r\n'],
    ['3', NESTED.slice(NESTED.indexOf('Subject: inside'), NESTED.indexOf('\r\n--outer--'))],
    ['3.HEADER', NESTED.slice(NESTED.indexOf('Subject: inside'), NESTED.indexOf('AAEC'))],
    ['3.TEXT', 'AAEC'],
    ['3.1', 'AAEC'],
    ['TEXT', NESTED.slice(NESTED.indexOf('preamble'))],
    ['HEADER', NESTED.slice(0, NESTED.indexOf('preamble'))],
  ])('BODY[%s] is exactly its bytes', async (section, bytes) => {
    expect(await fetched(`BODY[${section}]`)).toBe(`BODY[${section}] ${literal(bytes)}`);
  });

  it.each(['4', '1.1', '2.3', '1.HEADER', '2.TEXT', '3.2'])('BODY[%s] does not exist and is NIL', async (section) => {
    expect(await fetched(`BODY[${section}]`)).toBe(`BODY[${section}] NIL`);
  });

  it('BODY[1] of a message without parts is its body', async () => {
    expect(await fetched('BODY[1]', 'Subject: x\r\n\r\nbody')).toBe(`BODY[1] ${literal('body')}`);
  });

  it('picks header fields, or all but them, in the order of the message', async () => {
    expect(await fetched('BODY[HEADER.FIELDS (date Subject)]')).toBe(
      `BODY[HEADER.FIELDS (DATE SUBJECT)] ${literal(
        'Subject: =?utf-8?q?caf=C3=A9?=\r\n folded\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\n\r\n',
      )}`,
    );
    const rest = await fetched('BODY[HEADER.FIELDS.NOT (From To Subject Date Message-ID MIME-Version)]');
    expect(rest).toContain('\r\nContent-Type: multipart/mixed; boundary="outer"\r\n\r\n');
    expect(await fetched('BODY[3.HEADER.FIELDS (SUBJECT)]<0.9>')).toBe(
      `BODY[3.HEADER.FIELDS (SUBJECT)]<0> ${literal('Subject: ')}`,
    );
  });

  it('knows RFC822, RFC822.HEADER and RFC822.TEXT', async () => {
    const message = 'Subject: x\r\n\r\nbody';
    expect(await fetched('(RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE)', message)).toBe(
      `RFC822 ${literal(message)} RFC822.HEADER ${literal('Subject: x\r\n\r\n')} RFC822.TEXT ${literal('body')} RFC822.SIZE ${message.length}`,
    );
  });

  it('gives an ENVELOPE with groups, comments and quoted names', async () => {
    expect(await fetched('ENVELOPE')).toBe(
      'ENVELOPE ("Tue, 14 Nov 2023 22:13:20 +0000" "=?utf-8?q?caf=C3=A9?= folded" (("Ann \\"A\\" Other" NIL "ann" "example.org"))' +
        ' (("Ann \\"A\\" Other" NIL "ann" "example.org")) (("Ann \\"A\\" Other" NIL "ann" "example.org"))' +
        ' ((NIL NIL "Team" NIL)(NIL NIL "bob" "example.org")("Carl" NIL "c d" "example.org")(NIL NIL NIL NIL)(NIL NIL "dora" "example.org"))' +
        ' NIL NIL NIL "<1@example.org>")',
    );
  });

  it('gives 8-bit header values as literals of their bytes', async () => {
    expect(await fetched('ENVELOPE', 'Subject: caf\xe9\r\n\r\n')).toBe(
      `ENVELOPE (NIL ${literal('caf\xe9')} NIL NIL NIL NIL NIL NIL NIL NIL)`,
    );
  });

  it('gives BODY and BODYSTRUCTURE with sizes in bytes and lines', async () => {
    const inner = NESTED.slice(NESTED.indexOf('Subject: inside'), NESTED.indexOf('\r\n--outer--'));
    expect(await fetched('BODY')).toBe(
      'BODY (("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 10 0)' +
        '(("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 11 1)("text" "html" ("charset" "us-ascii") NIL NIL "7bit" 8 0) "alternative")' +
        `("message" "rfc822" NIL NIL NIL "7bit" ${inner.length} (NIL "inside" NIL NIL NIL NIL NIL NIL NIL NIL) ` +
        '("application" "octet-stream" ("name" "a.bin") NIL NIL "base64" 4) 5) "mixed")',
    );
    expect(await fetched('BODYSTRUCTURE')).toContain(
      '("application" "octet-stream" ("name" "a.bin") NIL NIL "base64" 4 NIL ("attachment" ("filename" "a.bin")) NIL NIL)',
    );
  });

  it('calls a broken multipart plain text, so that it can be read', async () => {
    const message = 'Content-Type: multipart/mixed\r\n\r\nhello\r\n';
    expect(await fetched('BODY', message)).toBe('BODY ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1)');
    expect(await fetched('BODY[1]', message)).toBe(`BODY[1] ${literal('hello\r\n')}`);
  });

  it('expands ALL, FAST and FULL', async () => {
    const fast = 'FLAGS (\\Seen) INTERNALDATE "14-Nov-2023 22:13:20 +0000" RFC822.SIZE 14';
    expect(await fetched('FAST', 'Subject: x\r\n\r\n')).toBe(fast);
    expect(await fetched('ALL', 'Subject: x\r\n\r\n')).toMatch(/^FLAGS .* RFC822\.SIZE 14 ENVELOPE \(.*\)$/);
    expect(await fetched('FULL', 'Subject: x\r\n\r\n')).toMatch(/ ENVELOPE \(.*\) BODY \("text" "plain" .*\)$/);
  });

  it('sets \\Seen when a body is read, tells it, and leaves it with PEEK and in EXAMINE', async () => {
    const lab = await startImap();
    await lab.inbox.append(Buffer.from('a: b\r\n\r\nc'), {});
    const client = await lab.select();
    expect(await client.command('FETCH 1 (BODY.PEEK[] RFC822.HEADER ENVELOPE)')).toHaveLength(2);
    expect(lab.inbox.list()[0]?.flags).toEqual(new Set());
    await client.command('EXAMINE INBOX');
    await client.command('FETCH 1 BODY[]');
    expect(lab.inbox.list()[0]?.flags).toEqual(new Set());
    await client.command('SELECT INBOX');
    expect(await client.command('FETCH 1 BODY[TEXT]')).toEqual([
      `* 1 FETCH (BODY[TEXT] ${literal('c')} FLAGS (\\Seen))`,
      'OK Fetched',
    ]);
  });

  it('reads at most 10,000 addresses of a header with 100,000', async () => {
    const envelope = await fetched('ENVELOPE', `To: ${'a@b.c, '.repeat(100_000)}\r\n\r\n`);
    expect(envelope.match(/\(NIL NIL "a" "b\.c"\)/g)).toHaveLength(10_000);
  });

  it('survives multiparts nested without end and part bombs in bounded time', async () => {
    const deep = Array.from(
      { length: 3000 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    ).join('');
    expect(await fetched('BODYSTRUCTURE', deep)).toMatch(/"mixed"/);
    const wide = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(50_000)}`;
    expect((await fetched('BODY', wide)).match(/"plain"/g)?.length).toBeLessThanOrEqual(10_000);
    const letters = 'Content-Type: message/rfc822\r\n\r\n'.repeat(3000) + '\n'.repeat(1_000_000);
    expect(await fetched('BODY', letters)).toMatch(/"rfc822"/);
  });
});
