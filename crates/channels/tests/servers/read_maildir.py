"""Prints the mails of a maildir as JSON, read by Python's own mail parser."""

import email.policy
import json
import mailbox
import sys


def read(message):
    def body(kind):
        part = message.get_body((kind,))
        return part and part.get_content()

    return {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "text": body("plain"),
        "html": body("html"),
        "defects": [type(defect).__name__ for part in message.walk() for defect in part.defects],
    }


maildir = mailbox.Maildir(
    sys.argv[1],
    factory=lambda file: email.message_from_binary_file(file, policy=email.policy.default),
    create=False,
)
json.dump([read(maildir[key]) for key in sorted(maildir.keys())], sys.stdout)
