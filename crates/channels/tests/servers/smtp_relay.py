"""An SMTP relay on 127.0.0.1 that keeps what it accepts in a maildir.

Prints {"port": n} once it listens, ends when its standard input closes. The
recipient's name before the @ says how it behaves:

  busy       451 to RCPT          unknown    550 to RCPT
  refused    554 after the data   silent     never answers RCPT
  unfinished keeps the mail, never answers the data
  leaving    accepts, then closes the connection

Refusals repeat the recipient's address, as real relays do. A kept mail starts
with X-Received: how many connections came before its own, and its TLS version.
"""

import argparse
import asyncio
import json
import mailbox
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Relay:
    def __init__(self, maildir):
        self.maildir = mailbox.Maildir(maildir, create=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "busy":
            return f"451 4.3.0 <{address}>: try again later"
        if name == "unknown":
            return f"550 5.1.1 <{address}>: no such person"
        if name == "silent":
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "refused":
            return f"554 5.7.1 mail to <{envelope.rcpt_tos[0]}> looks unwanted"
        tls = server.transport.get_extra_info("ssl_object")
        tls = tls.version() if tls else "plain"
        user = session.auth_data.login.decode() if session.auth_data else "nobody"
        received = f"X-Received: connection {server.number} over {tls} from {user}\r\n"
        self.maildir.add(received.encode() + envelope.original_content)
        if name == "unfinished":
            await asyncio.Event().wait()
        if name == "leaving":
            asyncio.get_running_loop().call_soon(server.transport.close)
        return f"250 2.0.0 Ok: queued for <{envelope.rcpt_tos[0]}>"


def authenticator(user, password):
    expected = LoginPassword(user.encode(), password.encode())

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=data == expected, handled=False, auth_data=data)

    return check


async def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--maildir", required=True)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--security", choices=["starttls", "tls", "none"], default="none")
    arguments.add_argument("--certificate")
    arguments.add_argument("--key")
    arguments.add_argument("--login", help="user:password")
    arguments = arguments.parse_args()

    context = None
    if arguments.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(arguments.certificate, arguments.key)
    options = {"hostname": "relay.test", "enable_SMTPUTF8": False}
    if arguments.security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if arguments.login:
        # aiosmtpd counts only STARTTLS as protection for a login.
        options |= {
            "auth_required": True,
            "auth_require_tls": arguments.security == "starttls",
            "authenticator": authenticator(*arguments.login.split(":")),
        }

    relay = Relay(arguments.maildir)
    connections = 0

    def connection():
        nonlocal connections
        protocol = SMTP(relay, **options)
        protocol.number = connections
        connections += 1
        return protocol

    loop = asyncio.get_running_loop()
    implicit = context if arguments.security == "tls" else None
    server = await loop.create_server(connection, "127.0.0.1", arguments.port, ssl=implicit)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
