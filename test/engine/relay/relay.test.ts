import { beforeAll, describe, expect, test } from 'vitest';
import { ownAddresses } from '../../../src/engine/relay/own-addresses.ts';
import { RELAY_TIMEOUTS } from '../../../src/engine/relay/timeouts.ts';
import { createCertificate } from '../../../src/engine/tls/create-certificate.ts';
import { startFakeServer } from './fake-server.ts';
import { direct, lab, mailTo, named, told } from './relay-lab.ts';

const HOST = { 'relay.example': { A: ['127.0.0.1'] } };
const commands = (said: readonly string[]): string[] => said.filter((line) => !/^(EHLO|QUIT)/.test(line));

describe('a delivery', () => {
  test('takes one transaction, every recipient with an answer of its own', async () => {
    const server = await startFakeServer({
      answers: (line) => (line.includes('bad') ? '550 5.1.1 who?' : line.includes('busy') ? '450 4.2.1 full' : null),
    });
    const result = await lab(HOST).send(
      named('relay.example', server.port),
      mailTo(['good@far.example', 'bad@far.example', 'busy@far.example']),
    );
    expect(told(result)).toEqual(['delivered 2.0.0', 'failed 5.1.1', 'deferred 4.2.1']);
    expect(result.unreachable).toBeNull();
    expect(server.said[0]).toBe('EHLO mx.example.org');
    expect(commands(server.said)).toEqual([
      'MAIL FROM:<ann@example.org> SIZE=20',
      'RCPT TO:<good@far.example>',
      'RCPT TO:<bad@far.example>',
      'RCPT TO:<busy@far.example>',
      'DATA',
    ]);
    expect(server.messages).toEqual(['Subject: x\r\n\r\ntext\r\n']);
  });

  test('sends no message when nobody was taken, and one command at a time without PIPELINING', async () => {
    let waiting = false;
    const server = await startFakeServer({
      extensions: ['SIZE 0'],
      answers: (line) => {
        if (waiting) return 'drop';
        waiting = true;
        setImmediate(() => {
          waiting = false;
        });
        return line.startsWith('RCPT') ? '550 5.1.1 no' : null;
      },
    });
    const result = await lab(HOST).send(
      named('relay.example', server.port),
      mailTo(['a@far.example', 'b@far.example']),
    );
    expect(told(result)).toEqual(['failed 5.1.1', 'failed 5.1.1']);
    expect(server.said).not.toContain('DATA');
  });

  test('greets with HELO where EHLO is not known, and then asks for nothing special', async () => {
    const server = await startFakeServer({ extensions: null });
    const result = await lab(HOST).send(named('relay.example', server.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(server.said.slice(0, 3)).toEqual([
      'EHLO mx.example.org',
      'HELO mx.example.org',
      'MAIL FROM:<ann@example.org>',
    ]);
  });

  test.each([
    [
      'a refused sender',
      { answers: (line: string) => (line.startsWith('MAIL') ? '550 5.7.1 no' : null) },
      'failed 5.7.1',
    ],
    [
      'a deferred sender',
      { answers: (line: string) => (line.startsWith('MAIL') ? '451 4.7.1 greylisted' : null) },
      'deferred 4.7.1',
    ],
    ['a refused DATA', { answers: (line: string) => (line === 'DATA' ? '554 5.0.0 no' : null) }, 'failed 5.0.0'],
    [
      'a DATA that is answered with 250',
      { answers: (line: string) => (line === 'DATA' ? '250 Ok' : null) },
      'deferred 4.5.0',
    ],
    ['a refused message', { end: '554 5.7.1 spam' }, 'failed 5.7.1'],
    ['a deferred message', { end: '452 4.3.1 full' }, 'deferred 4.3.1'],
    ['a server that goes away within the message', { end: 'drop' }, 'deferred 4.4.2'],
    [
      'a server that goes away at RCPT',
      { answers: (line: string) => (line.startsWith('RCPT') ? 'drop' : null) },
      'deferred 4.4.2',
    ],
    [
      'a recipient too many',
      { answers: (line: string) => (line.startsWith('RCPT') ? '552 too many' : null) },
      'deferred 4.5.3',
    ],
    ['a greeting that refuses', { greeting: '554 5.3.2 no service' }, 'deferred 4.3.2'],
    ['a greeting that is none', { greeting: 'SSH-2.0-OpenSSH' }, 'deferred 4.4.2'],
    [
      'an EHLO that is deferred',
      { answers: (line: string) => (line.startsWith('EHLO') ? '421 4.3.2 later' : null) },
      'deferred 4.3.2',
    ],
    [
      'a server that wants nobody',
      { answers: (line: string) => (/^(EHLO|HELO)/.test(line) ? '550 5.7.1 go away' : null) },
      'failed 5.7.1',
    ],
    [
      'a reply without end',
      { answers: (line: string) => (line.startsWith('MAIL') ? `250-x\r\n`.repeat(5000) : null) },
      'deferred 4.4.2',
    ],
    [
      'a line without end',
      { answers: (line: string) => (line.startsWith('MAIL') ? '250 '.padEnd(100_000, 'x') : null) },
      'deferred 4.4.2',
    ],
    ['a server that is called what we are called', { name: 'MX.example.org' }, 'failed 5.4.6'],
  ])('survives %s', async (_what, options, wanted) => {
    const server = await startFakeServer(options);
    expect(told(await lab(HOST).send(named('relay.example', server.port), mailTo(['a@far.example'])))).toEqual([
      wanted,
    ]);
  });

  test('waits for a silent server as long as it is told, and no longer for one that dribbles', async () => {
    const timeouts = { ...RELAY_TIMEOUTS, helloSeconds: 0.15, mailSeconds: 0.15 };
    const silent = await startFakeServer({ greeting: 'silence' });
    const first = await lab(HOST, { timeouts }).send(named('relay.example', silent.port), mailTo(['a@far.example']));
    expect(first.outcomes[0]?.answer.text).toBe('timed out before the greeting');
    expect(first.unreachable).not.toBeNull();
    const mute = await startFakeServer({ answers: (line) => (line.startsWith('MAIL') ? 'dribble' : null) });
    const second = await lab(HOST, { timeouts }).send(named('relay.example', mute.port), mailTo(['a@far.example']));
    expect(second.outcomes[0]?.answer.text).toContain('timed out at MAIL FROM');
  });

  test('is cut when the engine stops', async () => {
    const stop = new AbortController();
    const server = await startFakeServer({ answers: (line) => (line.startsWith('MAIL') ? 'silence' : null) });
    const running = lab(HOST, { signal: stop.signal }).send(
      named('relay.example', server.port),
      mailTo(['a@far.example']),
    );
    while (!server.said.some((line) => line.startsWith('MAIL'))) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(told(await running)).toEqual(['deferred 4.4.2']);
  });
});

describe('what leaves', () => {
  test('ends every line with CR LF, doubles dots, and says nothing bare', async () => {
    const server = await startFakeServer();
    const message = Buffer.from('a: b\n\r\n.\r\n..x\rRCPT TO:<evil@far.example>\n.\nlast', 'latin1');
    await lab(HOST).send(named('relay.example', server.port), mailTo(['a@far.example'], { message }));
    expect(server.messages).toEqual(['a: b\r\n\r\n..\r\n...x\r\nRCPT TO:<evil@far.example>\r\n..\r\nlast\r\n']);
  });

  test('is all there where it is large, however slowly it is read', async () => {
    const server = await startFakeServer();
    const message = Buffer.from(`a: b\r\n\r\n${'.0123456789 abcdef\r\n'.repeat(100_000)}`);
    const result = await lab(HOST).send(named('relay.example', server.port), mailTo(['a@far.example'], { message }));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(server.messages[0]?.replace(/^\.\./gm, '.')).toBe(message.toString());
  });

  test('an address cannot say a command of its own', async () => {
    const server = await startFakeServer();
    const result = await lab(HOST).send(
      named('relay.example', server.port),
      mailTo(['a@far.example>\r\nRCPT TO:<evil@far.example']),
    );
    expect(told(result)).toEqual(['failed 5.1.3']);
    expect(server.said.some((line) => line.includes('evil'))).toBe(false);
  });
});

describe('what a server can do', () => {
  test('DSN: what the sender wants to hear is passed on, for each recipient', async () => {
    const server = await startFakeServer();
    const mail = mailTo([], {
      dsn: { ret: 'headers', envid: 'E+2B1' },
      recipients: [
        { address: 'a@far.example', dsn: { notify: ['success', 'delay'], orcpt: 'rfc822;list@example.org' } },
        { address: 'b@far.example', dsn: { notify: [], orcpt: null } },
        { address: 'c@far.example', dsn: { notify: null, orcpt: 'rfc822;x y' } },
      ],
    });
    const result = await lab(HOST).send(named('relay.example', server.port), mail);
    expect(commands(server.said).slice(0, 4)).toEqual([
      'MAIL FROM:<ann@example.org> SIZE=20 RET=HDRS ENVID=E+2B1',
      'RCPT TO:<a@far.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;list@example.org',
      'RCPT TO:<b@far.example> NOTIFY=NEVER',
      'RCPT TO:<c@far.example>',
    ]);
    expect(result.outcomes.every((outcome) => outcome.kind === 'delivered' && outcome.informs)).toBe(true);
  });

  test('without DSN nothing of it is said, and the other server informs nobody', async () => {
    const server = await startFakeServer({ extensions: ['PIPELINING'] });
    const mail = mailTo([], {
      dsn: { ret: 'full', envid: 'E' },
      recipients: [{ address: 'a@far.example', dsn: { notify: ['success'], orcpt: 'rfc822;a' } }],
    });
    const result = await lab(HOST).send(named('relay.example', server.port), mail);
    expect(commands(server.said).slice(0, 2)).toEqual(['MAIL FROM:<ann@example.org>', 'RCPT TO:<a@far.example>']);
    expect(result.outcomes[0]).toMatchObject({ kind: 'delivered', informs: false });
  });

  const eightBit = Buffer.from('Subject: x\r\n\r\ngrün\r\n');
  const utf8Header = Buffer.from('Subject: grün\r\n\r\nx\r\n');
  test.each([
    [
      '8-bit text',
      ['8BITMIME'],
      mailTo(['a@far.example'], { message: eightBit }),
      'MAIL FROM:<ann@example.org> BODY=8BITMIME',
      'delivered 2.0.0',
    ],
    ['8-bit text, without 8BITMIME', [], mailTo(['a@far.example'], { message: eightBit }), null, 'failed 5.6.3'],
    [
      'a header in UTF-8',
      ['8BITMIME', 'SMTPUTF8'],
      mailTo(['a@far.example'], { message: utf8Header, smtputf8: true }),
      'MAIL FROM:<ann@example.org> BODY=8BITMIME SMTPUTF8',
      'delivered 2.0.0',
    ],
    [
      'a header in UTF-8, without SMTPUTF8',
      ['8BITMIME'],
      mailTo(['a@far.example'], { message: utf8Header, smtputf8: true }),
      null,
      'failed 5.6.9',
    ],
    [
      'old 8-bit text in a header, which nobody called UTF-8',
      ['8BITMIME'],
      mailTo(['a@far.example'], { message: utf8Header }),
      'MAIL FROM:<ann@example.org> BODY=8BITMIME',
      'delivered 2.0.0',
    ],
    [
      'SMTPUTF8 that is not needed, without SMTPUTF8',
      [],
      mailTo(['a@far.example'], { smtputf8: true }),
      'MAIL FROM:<ann@example.org>',
      'delivered 2.0.0',
    ],
    [
      'an address in UTF-8',
      ['SMTPUTF8'],
      mailTo(['пётр@far.example']),
      'MAIL FROM:<ann@example.org> SMTPUTF8',
      'delivered 2.0.0',
    ],
    ['an address in UTF-8, without SMTPUTF8', [], mailTo(['пётр@far.example']), null, 'failed 5.6.7'],
    [
      'an address whose domain alone is, without SMTPUTF8',
      [],
      mailTo(['a@bücher.example']),
      'MAIL FROM:<ann@example.org>',
      'delivered 2.0.0',
    ],
    ['more than it takes', ['SIZE 10'], mailTo(['a@far.example']), null, 'failed 5.3.4'],
    [
      'a SIZE that says nothing',
      ['SIZE'],
      mailTo(['a@far.example']),
      'MAIL FROM:<ann@example.org> SIZE=20',
      'delivered 2.0.0',
    ],
  ])('%s', async (_what, extensions, mail, line, wanted) => {
    const server = await startFakeServer({ extensions });
    expect(told(await lab(HOST).send(named('relay.example', server.port), mail))).toEqual([wanted]);
    expect(server.said.find((said) => said.startsWith('MAIL')) ?? null).toBe(line);
  });

  test('recipients that it cannot be told do not keep the others from it', async () => {
    const server = await startFakeServer({ extensions: ['PIPELINING'] });
    const result = await lab(HOST).send(
      named('relay.example', server.port),
      mailTo(['пётр@far.example', 'a@bücher.example']),
    );
    expect(told(result)).toEqual(['failed 5.6.7', 'delivered 2.0.0']);
    expect(server.said).toContain('RCPT TO:<a@xn--bcher-kva.example>');
  });
});

describe('TLS', () => {
  let tls: { readonly key: string; readonly cert: string };
  beforeAll(async () => {
    const { key, certificate } = await createCertificate('relay.example', Date.now() / 1000);
    tls = { key, cert: certificate };
  });

  test('is used where it is offered, whatever the certificate', async () => {
    const server = await startFakeServer({ tls });
    const result = await lab(HOST).send(named('relay.example', server.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(server.encrypted).toEqual([true]);
    expect(server.said.slice(0, 3)).toEqual(['EHLO mx.example.org', 'STARTTLS', 'EHLO mx.example.org']);
  });

  test('is left out where it is not wanted, and where nothing is offered', async () => {
    const server = await startFakeServer({ tls });
    await lab(HOST).send(named('relay.example', server.port, { tls: 'none' }), mailTo(['a@far.example']));
    const plain = await startFakeServer();
    await lab(HOST).send(named('relay.example', plain.port), mailTo(['a@far.example']));
    expect([...server.encrypted, ...plain.encrypted]).toEqual([false, false]);
  });

  test('that was offered and fails is left out at a second connection, where it may be', async () => {
    const broken = await startFakeServer({
      tls: { key: tls.key, cert: tls.cert },
      answers: (line) => (line === 'STARTTLS' ? '454 4.7.0 not now' : null),
    });
    const result = await lab(HOST).send(named('relay.example', broken.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(broken.sessions()).toBe(2);
    expect(broken.encrypted).toEqual([false]);
  });

  test('whose handshake fails is left out at a second connection as well', async () => {
    const server = await startFakeServer({ extensions: ['STARTTLS'] });
    const timeouts = { ...RELAY_TIMEOUTS, tlsSeconds: 0.2 };
    const result = await lab(HOST, { timeouts }).send(named('relay.example', server.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(server.encrypted).toEqual([false]);
  });

  test.each([
    ['is not offered', {}, 'deferred 4.7.4'],
    ['is refused', { answers: (line: string) => (line === 'STARTTLS' ? '554 5.7.0 no' : null) }, 'deferred 4.7.5'],
    [
      'does not come about',
      { answers: (line: string) => (line === 'STARTTLS' ? '220 go\r\nnonsense' : null) },
      'deferred 4.7.5',
    ],
  ])('that is demanded and %s means that nothing is sent', async (what, options, wanted) => {
    const server = await startFakeServer({ ...options, ...(what === 'is not offered' ? {} : { tls }) });
    const result = await lab(HOST).send(
      named('relay.example', server.port, { tls: 'encrypt' }),
      mailTo(['a@far.example']),
    );
    expect(told(result)).toEqual([wanted]);
    expect(server.messages).toEqual([]);
  });

  test('with a certificate that has to be valid takes no other', async () => {
    const server = await startFakeServer({ tls });
    const hop = named('relay.example', server.port, { tls: 'encrypt', verifyCertificate: true });
    expect(told(await lab(HOST).send(hop, mailTo(['a@far.example'])))).toEqual(['deferred 4.7.5']);
    const trusting = lab(HOST, { trusted: [tls.cert] });
    expect(told(await trusting.send(hop, mailTo(['a@far.example'])))).toEqual(['delivered 2.0.0']);
    const other = named('other.example', server.port, { tls: 'encrypt', verifyCertificate: true });
    const wrongName = lab({ 'other.example': { A: ['127.0.0.1'] } }, { trusted: [tls.cert] });
    expect(told(await wrongName.send(other, mailTo(['a@far.example'])))).toEqual(['deferred 4.7.5']);
  });

  test('forgets what was said before it', async () => {
    const server = await startFakeServer({
      tls,
      answers: (line) => (line === 'STARTTLS' ? '220 go\r\n250 injected' : null),
    });
    const result = await lab(HOST).send(
      named('relay.example', server.port, { tls: 'encrypt' }),
      mailTo(['a@far.example']),
    );
    expect(told(result)).toEqual(['deferred 4.7.5']);
  });
});

describe('login at a relay host', () => {
  const login = { user: 'ann', password: 'open sesame' };
  const plain = Buffer.from('\0ann\0open sesame').toString('base64');

  test('by PLAIN', async () => {
    const server = await startFakeServer({
      extensions: ['AUTH LOGIN PLAIN'],
      answers: (line) => (line.startsWith('AUTH') ? '235 2.7.0 welcome' : null),
    });
    const result = await lab(HOST).send(named('relay.example', server.port, { login }), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(server.said[1]).toBe(`AUTH PLAIN ${plain}`);
  });

  test('by LOGIN where there is nothing else', async () => {
    const server = await startFakeServer({
      extensions: ['AUTH LOGIN'],
      answers: (line) =>
        line === 'AUTH LOGIN'
          ? '334 VXNlcm5hbWU6'
          : line === 'YW5u'
            ? '334 UGFzc3dvcmQ6'
            : line === 'b3BlbiBzZXNhbWU='
              ? '235 ok'
              : null,
    });
    const result = await lab(HOST).send(named('relay.example', server.port, { login }), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
  });

  test('that is refused defers, and the password is in no answer even if the server says it back', async () => {
    const server = await startFakeServer({
      extensions: ['AUTH PLAIN'],
      answers: (line) => (line.startsWith('AUTH') ? `535 5.7.8 bad ${line} open sesame` : null),
    });
    const result = await lab(HOST).send(named('relay.example', server.port, { login }), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['deferred 4.7.8']);
    expect(JSON.stringify(result)).not.toContain('sesame');
    expect(JSON.stringify(result)).not.toContain(plain);
    expect(server.messages).toEqual([]);
  });

  test('goes over no plain connection to another machine', async () => {
    const { login: logIn } = await import('../../../src/engine/relay/login.ts');
    const said: string[] = [];
    const conversation = { ask: async (line: string) => said.push(line) };
    const session = { conversation, host: 'h', extensions: new Map([['AUTH', 'PLAIN']]), encrypted: false };
    const refused = await logIn(session as never, { address: '192.0.2.1' } as never, login, 1);
    expect(refused?.status).toBe('4.7.11');
    expect(said).toEqual([]);
  });
});

describe('several servers', () => {
  const two = {
    'far.example': { MX: ['10 first.example', '20 second.example'] },
    'first.example': { A: ['127.0.0.2'] },
    'second.example': { A: ['127.0.0.3'] },
  };

  test('a dead one is passed over', async () => {
    const second = await startFakeServer({ address: '127.0.0.3' });
    const result = await lab(two).send(direct('far.example', second.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['delivered 2.0.0']);
    expect(result.unreachable).toBeNull();
  });

  test('the preferred one gets the mail as long as it takes it', async () => {
    const second = await startFakeServer({ address: '127.0.0.3' });
    const first = await startFakeServer({ address: '127.0.0.2', port: second.port });
    await lab(two).send(direct('far.example', second.port), mailTo(['a@far.example']));
    expect([first.messages.length, second.messages.length]).toEqual([1, 0]);
  });

  test('what one defers, the next is asked for; what one refuses, nobody is', async () => {
    const second = await startFakeServer({ address: '127.0.0.3' });
    await startFakeServer({
      address: '127.0.0.2',
      port: second.port,
      answers: (line) => (line.includes('bad') ? '550 5.1.1 no' : line.includes('grey') ? '451 4.7.1 later' : null),
    });
    const result = await lab(two).send(
      direct('far.example', second.port),
      mailTo(['bad@far.example', 'grey@far.example', 'good@far.example']),
    );
    expect(told(result)).toEqual(['failed 5.1.1', 'delivered 2.0.0', 'delivered 2.0.0']);
    expect(second.said.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<grey@far.example>']);
  });

  test('an answer that was lost behind the last dot is not tried at once elsewhere', async () => {
    const second = await startFakeServer({ address: '127.0.0.3' });
    await startFakeServer({ address: '127.0.0.2', port: second.port, end: 'drop' });
    const result = await lab(two).send(direct('far.example', second.port), mailTo(['a@far.example']));
    expect(told(result)).toEqual(['deferred 4.4.2']);
    expect(second.sessions()).toBe(0);
  });

  test('no more than two of them are talked to, and no more than five are called', async () => {
    const addresses = ['127.0.0.11', '127.0.0.12', '127.0.0.13'];
    const [first] = [
      await startFakeServer({
        address: addresses[0]!,
        answers: (line) => (line.startsWith('RCPT') ? '450 4.2.0 no' : null),
      }),
    ];
    const others = await Promise.all(
      addresses.slice(1).map((address) =>
        startFakeServer({
          address,
          port: first.port,
          answers: (line) => (line.startsWith('RCPT') ? '450 4.2.0 no' : null),
        }),
      ),
    );
    const names = { 'far.example': { MX: ['10 many.example'] }, 'many.example': { A: addresses } };
    expect(told(await lab(names).send(direct('far.example', first.port), mailTo(['a@far.example'])))).toEqual([
      'deferred 4.2.0',
    ]);
    expect([first, ...others].reduce((sum, server) => sum + server.sessions(), 0)).toBe(2);
  });

  test('none that answers leaves the destination unreachable', async () => {
    const gone = await startFakeServer({ address: '127.0.0.4' });
    await gone.close();
    const result = await lab(two).send(direct('far.example', gone.port), mailTo(['a@far.example', 'b@far.example']));
    expect(told(result)).toEqual(['deferred 4.4.1', 'deferred 4.4.1']);
    expect(result.unreachable?.text).toBe(`connect to port ${gone.port}: connection refused`);
  });
});

describe('ourselves', () => {
  const isOwnAddress = ownAddresses({ ports: () => [2525], allowLoopback: false, addresses: () => ['192.0.2.1'] });

  test.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '192.0.2.1', '::ffff:127.0.0.1'])(
    'mail is never sent to %s because DNS says so',
    async (address) => {
      const type = address.includes(':') ? 'AAAA' : 'A';
      const names = { 'far.example': { MX: ['10 here.example'] }, 'here.example': { [type]: [address] } };
      expect(
        told(await lab(names, { isOwnAddress }).send(direct('far.example', 25), mailTo(['a@far.example']))),
      ).toEqual(['failed 5.4.6']);
      const literal = address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
      expect(told(await lab({}, { isOwnAddress }).send(direct(literal, 25), mailTo([`a@${literal}`])))).toEqual([
        'failed 5.4.6',
      ]);
    },
  );

  test('a relay host on this machine is another program, unless it is our own port', async () => {
    const server = await startFakeServer();
    const ours = ownAddresses({ ports: () => [server.port], allowLoopback: true });
    const hop = named('127.0.0.1', server.port);
    expect(told(await lab({}, { isOwnAddress }).send(hop, mailTo(['a@far.example'])))).toEqual(['delivered 2.0.0']);
    expect(told(await lab({}, { isOwnAddress: ours }).send(hop, mailTo(['a@far.example'])))).toEqual(['failed 5.4.6']);
  });
});
