# A whole IMAP conversation by Python's own client: python3 imap_conversation.py PORT USER PASSWORD. Exit 0: every answer was right.
# Not called imaplib.py, or the import below would find this file.
import imaplib
import sys

MESSAGE = b'Subject: by imaplib\r\nFrom: a@example.org\r\n\r\n.\r\ncaf\xc3\xa9 needle\r\n..\r\n'


def ok(answer, what):
    if answer[0] != 'OK':
        sys.exit(f'{what}: {answer}')
    return answer[1]


port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
client = imaplib.IMAP4('127.0.0.1', port, timeout=20)
try:
    client.login(user, password + 'x')
    sys.exit('a wrong password was taken')
except imaplib.IMAP4.error:
    pass
ok(client.login(user, password), 'LOGIN')
names = b' '.join(ok(client.list(), 'LIST'))
assert b'"INBOX"' in names and b'"Junk"' in names, names
ok(client.create('imaplib'), 'CREATE')
ok(client.append('imaplib', '(\\Flagged)', '"14-Nov-2023 22:13:20 +0000"', MESSAGE), 'APPEND')
assert ok(client.select('imaplib'), 'SELECT') == [b'1']
assert ok(client.search(None, 'BODY', 'needle'), 'SEARCH') == [b'1']
assert ok(client.fetch('1', '(BODY.PEEK[])'), 'FETCH')[0][1] == MESSAGE
flags = ok(client.fetch('1', '(FLAGS INTERNALDATE RFC822.SIZE)'), 'FETCH')[0]
assert b'(\\Flagged)' in flags and b'14-Nov-2023 22:13:20 +0000' in flags, flags
assert str(len(MESSAGE)).encode() in flags, flags
ok(client.uid('COPY', '1', 'Junk'), 'COPY')
ok(client.store('1', '+FLAGS', '(\\Deleted)'), 'STORE')
assert ok(client.expunge(), 'EXPUNGE') == [b'1']
ok(client.close(), 'CLOSE')
ok(client.delete('imaplib'), 'DELETE')
client.logout()
again = imaplib.IMAP4('127.0.0.1', port, timeout=20)
ok(again.authenticate('PLAIN', lambda _: f'\0{user}\0{password}'.encode()), 'AUTHENTICATE')
again.logout()
