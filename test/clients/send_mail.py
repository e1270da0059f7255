"""Sends one mail with Python's smtplib: send_mail.py PORT SOURCE FROM TO < message. Prints the reply codes as JSON."""

import json
import smtplib
import sys

port, source, sender, recipient = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
message = sys.stdin.buffer.read()
try:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", source_address=(source, 0)) as client:
        client.sendmail(sender, [recipient], message)
    print(json.dumps({"sent": True}))
except smtplib.SMTPRecipientsRefused as refused:
    print(json.dumps({"sent": False, "code": list(refused.recipients.values())[0][0]}))
except smtplib.SMTPResponseException as refused:
    print(json.dumps({"sent": False, "code": refused.smtp_code}))
