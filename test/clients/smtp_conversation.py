# SMTP as Python's own client speaks it: python3 smtp_conversation.py PORT SUBMISSION SUBMISSIONS. Exit 0: every answer was right.
# Not called smtplib.py, or the import below would find this file.
import smtplib
import ssl
import sys
from email.message import EmailMessage

smtp_port, submission, submissions = (int(text) for text in sys.argv[1:4])
trusting = ssl.create_default_context()
trusting.check_hostname = False
trusting.verify_mode = ssl.CERT_NONE
USER, PASSWORD = 'alice@example.com', 'alice-secret'


def message(subject, recipient, text='hello\r\n.\r\n..dots\r\n'):
    mail = EmailMessage()
    mail['From'], mail['To'], mail['Subject'] = USER, recipient, subject
    mail.set_content(text)
    return mail


def refused(what, code, call):
    try:
        call()
    except smtplib.SMTPResponseException as error:
        assert error.smtp_code == code, (what, error)
    except smtplib.SMTPRecipientsRefused as error:
        assert [answer[0] for answer in error.recipients.values()] == [code], (what, error)
    else:
        sys.exit(f'{what} was not refused')


# 587: STARTTLS, then a login; before it nothing is taken.
with smtplib.SMTP('127.0.0.1', submission, local_hostname='client.example', timeout=20) as client:
    client.ehlo()
    refused('mail without a login', 530, lambda: client.sendmail(USER, ['bob@example.com'], b'x\r\n'))
    client.starttls(context=trusting)
    assert client.sock.version() in ('TLSv1.2', 'TLSv1.3'), client.sock.version()
    client.ehlo()
    assert client.has_extn('auth') and not client.has_extn('starttls')
    refused('a wrong password', 535, lambda: client.login(USER, 'wrong'))
    for mechanism in (client.auth_plain, client.auth_login):
        client.user, client.password = USER, PASSWORD
        try:
            client.auth(mechanism.__name__[5:].upper(), mechanism)
        except smtplib.SMTPAuthenticationError as error:
            assert error.smtp_code == 503, error  # the second one: already logged in
    client.send_message(message('by submission', 'bob@example.com'))
    client.sendmail(
        USER, ['bob@example.com'], b'Subject: dsn\r\n\r\nx\r\n', mail_options=['RET=HDRS', 'ENVID=id+2B1'],
        rcpt_options=['NOTIFY=SUCCESS,FAILURE', 'ORCPT=rfc822;bob@example.com'])
    client.sendmail('jörg@example.com', ['bob@example.com'], b'Subject: utf8\r\n\r\nx\r\n', mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
    refused('a recipient that does not exist', 550, lambda: client.sendmail(USER, ['nobody@example.com'], b'x\r\n'))

# 465: TLS from the first byte; the initial response of LOGIN.
with smtplib.SMTP_SSL('127.0.0.1', submissions, local_hostname='client.example', context=trusting, timeout=20) as client:
    client.login(USER, PASSWORD)
    client.send_message(message('by submissions', 'bob@example.com'))

# BDAT, which smtplib does not speak by itself.
with smtplib.SMTP('127.0.0.1', submission, local_hostname='client.example', timeout=20) as client:
    client.starttls(context=trusting)
    client.login(USER, PASSWORD)
    client.mail(USER)
    client.rcpt('bob@example.com')
    part, last = b'Subject: chunked\r\n\r\n.\r\n', b'end\r\n'
    client.send(b'BDAT %d\r\n%sBDAT %d LAST\r\n%s' % (len(part), part, len(last), last))
    assert client.getreply()[0] == 250 and client.getreply()[0] == 250

# 25 is no relay for who has not logged in.
with smtplib.SMTP('127.0.0.1', smtp_port, local_hostname='client.example', source_address=('127.0.0.2', 0), timeout=20) as client:
    refused('relaying', 554, lambda: client.sendmail('s@partner.example', ['x@elsewhere.example'], b'x\r\n'))
