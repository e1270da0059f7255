# Verifies and signs messages by dkimpy (Debian: python3-dkim), which shares no code with ours. Reads one JSON object from standard input:
# {"messages": [base64...], "records": {name: text}} and prints the results of all signatures of each message; with "sign": {...} it
# prints each message signed.
import base64
import json
import sys

import dkim

work = json.load(sys.stdin)
records = work["records"]


def txt(name, timeout=5):
    found = records.get(name.decode().rstrip("."))
    return found.encode() if found is not None else None


def results(message):
    d = dkim.DKIM(message)
    count = sum(1 for name, _ in d.headers if name.lower() == b"dkim-signature")
    found = []
    for index in range(count):
        try:
            found.append("pass" if dkim.DKIM(message).verify(index, dnsfunc=txt) else "fail")
        except dkim.DKIMException as error:
            found.append("error: " + str(error))
    return found


messages = [base64.b64decode(text) for text in work["messages"]]
if "sign" in work:
    how = work["sign"]
    out = []
    for message in messages:
        field = dkim.sign(
            message,
            how["selector"].encode(),
            how["domain"].encode(),
            how["key"].encode(),
            canonicalize=tuple(part.encode() for part in how["canonicalize"]),
            length=how.get("length", False),
            signature_algorithm=how["algorithm"].encode(),
        )
        out.append(base64.b64encode(field + message).decode())
    print(json.dumps(out))
else:
    print(json.dumps([results(message) for message in messages]))
