"""An SMS gateway on 127.0.0.1 that appends what it is asked to a file.

Prints {"port": n} once it listens, ends when its standard input closes. Takes
its fields from a query, a form or JSON; the path says how it behaves:

  /ok          accepts; the same client_id again gives the same message id
  /rejected    200, status "no-credit"       /unassigned  200, status "bad-number"
  /busy        429, Retry-After: 7           /busy-until  503, Retry-After as a date
  /broken      500                           /malformed   400
  /key         401 unless X-Key is right     /elsewhere   302 to /ok
  /garbage     200 with something that is not JSON
  /huge        200 with a body of 100 MB
  /slow        never answers                 /trickle     never ends its body
"""

import argparse
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HUGE_BYTES = 100 * 1024 * 1024


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ids = {}
    lock = threading.Lock()
    log = None

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return "Sun, 22 Nov 2026 10:00:00 GMT"

    def answer(self, status, body, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fields(self, url):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind = self.headers.get("Content-Type", "")
        if kind == "application/json":
            return json.loads(body)
        if kind == "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        return dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=True))

    def handle_message(self):
        url = urlsplit(self.path)
        fields = self.fields(url)
        with self.lock:
            entry = {"method": self.command, "path": url.path, "fields": fields}
            self.log.write(json.dumps(entry) + "\n")
            self.log.flush()
            known = self.ids.setdefault(fields.get("client_id"), f"gw-{len(self.ids) + 1}")
        match url.path:
            case "/ok":
                self.answer(200, {"status": "queued", "message": {"id": known}})
            case "/rejected":
                self.answer(200, {"status": "no-credit"})
            case "/unassigned":
                self.answer(200, {"status": "bad-number"})
            case "/busy":
                self.answer(429, {}, Retry_After="7")
            case "/busy-until":
                self.answer(503, {}, Retry_After="Sun, 22 Nov 2026 10:02:00 GMT")
            case "/broken":
                self.answer(500, b"<h1>trouble with +6281234567890</h1>")
            case "/malformed":
                self.answer(400, {"error": "bad number +6281234567890"})
            case "/key" if self.headers.get("X-Key") != "right":
                self.answer(401, {})
            case "/key":
                self.answer(200, {"status": "queued", "message": {"id": known}})
            case "/elsewhere":
                self.answer(302, b"", Location="/ok")
            case "/garbage":
                self.answer(200, b"\x00\xff{]OK")
            case "/huge":
                self.send_response(200)
                self.send_header("Content-Length", str(HUGE_BYTES))
                self.end_headers()
                try:
                    for _ in range(HUGE_BYTES // 65536):
                        self.wfile.write(b" " * 65536)
                except OSError:
                    with self.lock:
                        self.log.write(json.dumps({"path": "/huge", "hung_up": True}) + "\n")
                        self.log.flush()
                self.close_connection = True
            case "/slow":
                threading.Event().wait()
            case "/trickle":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"{")
                threading.Event().wait()
            case _:
                self.answer(404, {})

    do_GET = do_POST = do_PUT = handle_message


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--log", required=True)
    arguments.add_argument("--certificate")
    arguments.add_argument("--key")
    arguments = arguments.parse_args()

    Gateway.log = open(arguments.log, "w", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    if arguments.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(arguments.certificate, arguments.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    sys.stdin.read()


main()
