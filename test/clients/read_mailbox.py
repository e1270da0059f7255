"""Reads a mailbox with Python's imaplib: read_mailbox.py PORT USER PASSWORD MAILBOX. Prints a JSON list of base64 messages."""

import base64
import imaplib
import json
import sys

port, user, password, mailbox = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
client = imaplib.IMAP4("127.0.0.1", port)
client.login(user, password)
client.select(mailbox, readonly=True)
_, found = client.search(None, "ALL")
messages = []
for number in found[0].split():
    _, parts = client.fetch(number, "(BODY.PEEK[])")
    messages.append(base64.b64encode(parts[0][1]).decode())
client.logout()
print(json.dumps(messages))
