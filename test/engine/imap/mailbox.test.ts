import { describe, expect, it } from 'vitest';
import { startImap, USER } from './imap-lab.ts';

const mail = (subject: string, body = 'text') =>
  Buffer.from(
    `Subject: ${subject}\r\nDate: Mon, 13 Nov 2023 23:59:00 -0800\r\nFrom: ann@example.org\r\n\r\n${body}\r\n`,
  );

describe('mailboxes', () => {
  it('selects with all that a client needs to know', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), { flags: ['\\Seen'] });
    await lab.inbox.append(mail('two'), {});
    const client = await lab.login();
    const { uidValidity } = lab.inbox.status();
    expect(await client.command('SELECT inbox')).toEqual([
      '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
      '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags kept',
      '* 2 EXISTS',
      '* 0 RECENT',
      '* OK [UNSEEN 2] First unseen',
      `* OK [UIDVALIDITY ${uidValidity}] UIDs valid`,
      '* OK [UIDNEXT 3] Next UID',
      'OK [READ-WRITE] Selected',
    ]);
    expect(await client.result('EXAMINE INBOX')).toBe('OK [READ-ONLY] Selected');
    expect(await client.result('SELECT Nowhere')).toMatch(/^NO \[NONEXISTENT\]/);
    expect(await client.result('FETCH 1 FLAGS')).toMatch(/^BAD/);
  });

  it('lists by patterns, with levels and international names', async () => {
    const lab = await startImap();
    const client = await lab.login();
    expect(await client.result('CREATE Work/2024/May')).toMatch(/^OK/);
    expect(await client.result('CREATE "Gel&APY-scht"')).toMatch(/^OK/);
    expect(await lab.store.mailboxNames(USER)).toContain('Gel\u00f6scht');
    const names = async (command: string) =>
      (await client.command(command)).slice(0, -1).map((line) => /"([^"]*)"$/.exec(line)?.[1]);
    expect(await names('LIST "" *')).toEqual(['Gel&APY-scht', 'INBOX', 'Junk', 'Work', 'Work/2024', 'Work/2024/May']);
    expect(await names('LIST "" %')).toEqual(['Gel&APY-scht', 'INBOX', 'Junk', 'Work']);
    expect(await names('LIST Work/ %')).toEqual(['Work/2024']);
    expect(await names('LIST "" inbox')).toEqual(['INBOX']);
    expect(await names('LSUB "" "J*"')).toEqual(['Junk']);
    expect(await client.command('LIST "" ""')).toEqual(['* LIST (\\Noselect) "/" ""', 'OK Separator told']);
    await client.command('DELETE Work');
    expect((await client.command('LIST "" Work'))[0]).toBe('* LIST (\\Noselect) "/" "Work"');
  });

  it('answers a pattern of many stars at once', async () => {
    const lab = await startImap();
    await lab.store.create(USER, 'a'.repeat(200));
    const client = await lab.login();
    expect(await client.command(`LIST "" "${'*a'.repeat(190)}b"`)).toEqual(['OK Mailboxes listed']);
  });

  it('keeps INBOX and Junk, bounds the number, and says honestly what it does not do', async () => {
    const lab = await startImap({ maxMailboxes: 3 });
    const client = await lab.login();
    expect(await client.result('DELETE INBOX')).toMatch(/^NO \[CANNOT\]/);
    expect(await client.result('DELETE Junk')).toMatch(/^NO \[CANNOT\]/);
    expect(await client.result('DELETE Nowhere')).toMatch(/^NO \[NONEXISTENT\]/);
    expect(await client.result('CREATE INBOX')).toMatch(/^NO \[ALREADYEXISTS\]/);
    expect(await client.result('CREATE One')).toMatch(/^OK/);
    expect(await client.result('CREATE Two')).toMatch(/^NO \[LIMIT\]/);
    expect(await client.result('RENAME One Two')).toMatch(/^NO \[CANNOT\]/);
    expect(await client.result('SUBSCRIBE One')).toMatch(/^OK/);
    expect(await client.result('SUBSCRIBE Two')).toMatch(/^NO \[NONEXISTENT\]/);
    expect(await client.result('UNSUBSCRIBE One')).toMatch(/^NO \[CANNOT\]/);
  });

  it('tells STATUS', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), {});
    const client = await lab.login();
    const [line] = await client.command('STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)');
    const { uidValidity } = lab.inbox.status();
    expect(line).toBe(`* STATUS "INBOX" (MESSAGES 1 RECENT 0 UIDNEXT 2 UIDVALIDITY ${uidValidity} UNSEEN 1)`);
    expect(await client.result('STATUS INBOX (constructor)')).toMatch(/^BAD/);
  });
});

describe('messages', () => {
  it('appends with flags and date, and tells the UID', async () => {
    const lab = await startImap();
    const client = await lab.login();
    const text = mail('new').toString('latin1');
    client.write(
      `a APPEND Junk (\\seen work) " 1-Feb-2024 10:20:30 +0130" {${text.length}+}\r\n${text}\r\nb APPEND None {3+}\r\nabc\r\n`,
    );
    const junk = await lab.store.open(USER, 'Junk');
    expect(await client.response()).toBe(`a OK [APPENDUID ${junk?.status().uidValidity} 1] Appended`);
    expect(await client.response()).toMatch(/^b NO \[TRYCREATE\]/);
    expect(junk?.list()[0]).toEqual({
      uid: 1,
      sizeBytes: text.length,
      internalDateSeconds: Date.UTC(2024, 1, 1, 8, 50, 30) / 1000,
      flags: new Set(['\\Seen', 'work']),
    });
    client.write('c APPEND INBOX "31-Feb-2024 10:20:30 +0000" {1+}\r\nx\r\nd APPEND INBOX {2+}\r\na\0\r\n');
    expect(await client.response()).toMatch(/^c BAD/);
    expect(await client.response()).toMatch(/^d BAD/);
  });

  it('answers NO when the store fails, keeps the session and logs the failure', async () => {
    const lab = await startImap();
    const failing = { ...lab.inbox, append: async () => Promise.reject(new Error('ENOSPC')) };
    const broken = await startImap({}, { store: { ...lab.store, open: async () => failing } });
    const client = await broken.login();
    client.write('a APPEND INBOX {1+}\r\nx\r\n');
    expect(await client.response()).toMatch(/^a NO \[UNAVAILABLE\]/);
    expect(await client.result('NOOP')).toMatch(/^OK/);
    expect(broken.logged.join('\n')).toMatch(/ENOSPC/);
  });

  it('sets, adds and removes flags, loudly and silently', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), {});
    const client = await lab.select();
    expect((await client.command('STORE 1 +FLAGS (\\flagged Work)'))[0]).toBe('* 1 FETCH (FLAGS (\\Flagged Work))');
    expect((await client.command('STORE 1 +FLAGS work'))[0]).toBe('* 1 FETCH (FLAGS (\\Flagged Work))');
    expect((await client.command('UID STORE 1 -FLAGS (\\Flagged)'))[0]).toBe('* 1 FETCH (UID 1 FLAGS (Work))');
    expect((await client.command('STORE 1 FLAGS (\\Answered WORK)'))[0]).toBe('* 1 FETCH (FLAGS (Work \\Answered))');
    expect(await client.command('STORE 1 FLAGS.SILENT ()')).toEqual(['OK Stored']);
    expect(lab.inbox.list()[0]?.flags).toEqual(new Set());
    await client.command('EXAMINE INBOX');
    expect(await client.result('STORE 1 FLAGS (\\Seen)')).toMatch(/^NO/);
  });

  it('loses no flag when two sessions change one message at once', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), {});
    const clients = [await lab.select(), await lab.select(), await lab.select()];
    const flags = ['\\Seen', '\\Answered', '\\Flagged'];
    await Promise.all(clients.map((client, index) => client.result(`STORE 1 +FLAGS.SILENT (${flags[index]})`)));
    expect(lab.inbox.list()[0]?.flags).toEqual(new Set(flags));
  });

  it('expunges what is marked, by UID only what is named, and on CLOSE without a word', async () => {
    const lab = await startImap();
    for (const subject of ['one', 'two', 'three', 'four'])
      await lab.inbox.append(mail(subject), { flags: ['\\Deleted'] });
    const client = await lab.select();
    await client.command('STORE 2 FLAGS ()');
    expect(await client.command('UID EXPUNGE 1:2')).toEqual(['* 1 EXPUNGE', 'OK Expunged']);
    expect(await client.command('EXPUNGE')).toEqual(['* 3 EXPUNGE', '* 2 EXPUNGE', 'OK Expunged']);
    await client.command('STORE 1 FLAGS (\\Deleted)');
    await client.command('UNSELECT');
    expect(lab.inbox.list()).toHaveLength(1);
    await client.command('EXAMINE INBOX');
    expect(await client.result('EXPUNGE')).toMatch(/^NO/);
    await client.command('CLOSE');
    expect(lab.inbox.list()).toHaveLength(1);
    await client.command('SELECT INBOX');
    expect(await client.command('CLOSE')).toEqual(['OK Closed']);
    expect(lab.inbox.list()).toEqual([]);
  });

  it('copies with flags and date, and takes copies back when one message is gone', async () => {
    const lab = await startImap();
    for (const subject of ['one', 'two', 'three']) await lab.inbox.append(mail(subject), { flags: ['work'] });
    const client = await lab.select();
    const junk = await lab.store.open(USER, 'Junk');
    expect(await client.result('COPY 1,3 Junk')).toBe(`OK [COPYUID ${junk?.status().uidValidity} 1,3 1:2] Copied`);
    expect(junk?.list().map(({ flags }) => [...flags])).toEqual([['work'], ['work']]);
    expect(await junk?.read(2)).toEqual(mail('three'));
    expect(await client.result('UID COPY 9 Junk')).toMatch(/^OK/);
    expect(await client.result('COPY 1 Nowhere')).toMatch(/^NO \[TRYCREATE\]/);
    await lab.inbox.expunge([3]);
    expect(await client.result('COPY 1:3 Junk')).toMatch(/^NO \[EXPUNGEISSUED\]/);
    expect(junk?.list()).toHaveLength(2);
  });

  it.each([
    ['ALL', [1, 2, 3]],
    ['SEEN', [1]],
    ['UNSEEN', [2, 3]],
    ['NEW', []],
    ['OLD', [1, 2, 3]],
    ['KEYWORD WORK', [2]],
    ['UNKEYWORD work', [1, 3]],
    ['2:*', [2, 3]],
    ['99:*', [3]],
    ['UID 12', []],
    ['NOT 2', [1, 3]],
    ['OR SEEN KEYWORD work', [1, 2]],
    ['(SEEN) (ALL)', [1]],
    ['LARGER 250', [3]],
    ['SMALLER 100', [1]],
    ['SINCE 15-Nov-2023', [2, 3]],
    ['BEFORE 15-Nov-2023', [1]],
    ['ON "14-Nov-2023"', [1]],
    ['SENTON 13-Nov-2023', [1, 2, 3]],
    ['SENTBEFORE 13-Nov-2023', []],
    ['SUBJECT one', [1]],
    ['FROM ANN', [1, 2, 3]],
    ['TO ann', []],
    ['HEADER Subject ""', [1, 2, 3]],
    ['HEADER X-None ""', []],
    ['BODY needle', [3]],
    ['BODY Subject', []],
    ['TEXT subject', [1, 2, 3]],
    ['NOT TEXT needle SEEN', [1]],
    ['CHARSET UTF-8 SUBJECT {5+}\r\ncaf\xc3\xa9', [2]],
    ['CHARSET UTF-8 BODY {3+}\r\n\xc3\xa9t', [2]],
  ])('SEARCH %s', async (keys, expected) => {
    const lab = await startImap();
    await lab.inbox.append(mail('One'), { flags: ['\\Seen'] });
    const encoded = 'Subject: =?iso-8859-1?q?Caf=E9?=\r\nDate: 13 Nov 2023 00:00:00 +0000\r\nFrom: Ann <a@b>\r\n';
    const body = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    await lab.inbox.append(Buffer.from(`${encoded}${body}${Buffer.from('l\u2019\u00c9t\u00e9').toString('base64')}`), {
      flags: ['work'],
      internalDateSeconds: Date.UTC(2023, 10, 15) / 1000,
    });
    await lab.inbox.append(mail('three', `${'x'.repeat(200)} Needle`), {
      internalDateSeconds: Date.UTC(2023, 11, 1) / 1000,
    });
    const client = await lab.select();
    const found = (await client.command(`SEARCH ${keys}`)).at(-2);
    expect(found).toBe(`* SEARCH${expected.map((number) => ` ${number}`).join('')}`);
  });

  it('bounds what a SEARCH reads and does not read where flags settle it', async () => {
    const lab = await startImap({ maxSearchBytes: 1000 });
    await lab.inbox.append(mail('one', 'x'.repeat(2000)), {});
    const client = await lab.select();
    expect(await client.result('SEARCH TEXT x')).toMatch(/^NO \[LIMIT\]/);
    expect(await client.command('SEARCH SEEN TEXT x')).toEqual(['* SEARCH', 'OK Searched']);
    expect(await client.result('SEARCH CHARSET KOI8-R ALL')).toMatch(/^NO \[BADCHARSET/);
  });
});

describe('news of other sessions', () => {
  it('is told behind commands, numbers staying during FETCH, STORE and SEARCH', async () => {
    const lab = await startImap();
    for (const subject of ['one', 'two']) await lab.inbox.append(mail(subject), {});
    const client = await lab.select();
    await lab.inbox.append(mail('three'), {});
    expect(await client.command('NOOP')).toEqual(['* 3 EXISTS', 'OK Done']);
    await lab.inbox.expunge([1]);
    await lab.inbox.setFlags(2, ['\\Seen']);
    expect(await client.command('FETCH 3 UID')).toEqual([
      '* 3 FETCH (UID 3)',
      '* 2 FETCH (FLAGS (\\Seen))',
      'OK Fetched',
    ]);
    expect(await client.result('FETCH 1 UID')).toMatch(/^NO \[EXPUNGEISSUED\]/);
    expect(await client.result('STORE 1 FLAGS (\\Seen)')).toMatch(/^NO \[EXPUNGEISSUED\]/);
    expect(await client.command('NOOP')).toEqual(['* 1 EXPUNGE', 'OK Done']);
    expect(await client.command('FETCH 1 UID')).toEqual(['* 1 FETCH (UID 2)', 'OK Fetched']);
  });

  it('comes by itself in IDLE', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), {});
    const client = await lab.select();
    client.write('i IDLE\r\n');
    expect(await client.response()).toMatch(/^\+/);
    await lab.inbox.append(mail('two'), {});
    expect(await client.response()).toBe('* 2 EXISTS');
    await lab.inbox.setFlags(1, ['\\Flagged']);
    expect(await client.response()).toBe('* 1 FETCH (FLAGS (\\Flagged))');
    await lab.inbox.expunge([1]);
    expect(await client.response()).toBe('* 1 EXPUNGE');
    client.write('DONE\r\n');
    expect(await client.response()).toMatch(/^i OK/);
    client.write('j IDLE\r\nNOOP\r\n');
    expect(await client.response()).toMatch(/^\+/);
    expect(await client.response()).toMatch(/^j BAD/);
  });

  it('of a flag is told once to others and not again to the one who set it', async () => {
    const lab = await startImap();
    await lab.inbox.append(mail('one'), {});
    const setter = await lab.select();
    const other = await lab.select();
    expect(await setter.command('STORE 1 +FLAGS (\\Seen)')).toHaveLength(2);
    expect(await setter.command('NOOP')).toHaveLength(1);
    expect(await other.command('NOOP')).toEqual(['* 1 FETCH (FLAGS (\\Seen))', 'OK Done']);
    expect(await other.command('NOOP')).toHaveLength(1);
  });
});
