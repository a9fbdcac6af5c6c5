"""The sandbox of signing as one web server on this machine: OCSP, CRL, time stamps, remote signing."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import unquote, urlsplit

from motcua.contrib.signing.sandbox_csc import CscError, SandboxCsc
from motcua.contrib.signing.sandbox_pki import SandboxPki
from motcua.contrib.signing.sandbox_trust import authority_answer

MAX_BODY: Final = 1_000_000


class SandboxServer(ThreadingHTTPServer):
    """Answers for one authority on 127.0.0.1; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, pki: SandboxPki, csc: SandboxCsc, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.pki, self.csc = pki, csc


class _Handler(BaseHTTPRequestHandler):
    """Reads a question, asks the authority or the signing service."""

    server: SandboxServer
    timeout = 10

    def do_GET(self) -> None:
        self._authority(b"")

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        if self.path.startswith("/csc/"):
            self._csc(body)
        else:
            self._authority(body)

    def _authority(self, question: bytes) -> None:
        path, _, asked = urlsplit(self.path).path.partition("/ocsp/")
        try:
            # A short question to an OCSP responder may stand in the address (RFC 6960, A.1).
            if asked:
                path, question = f"{path}/ocsp", base64.b64decode(unquote(asked))
            found = authority_answer(self.server.pki, path, question, datetime.now(UTC))
        except (ValueError, TypeError) as problem:
            self._send(400, str(problem).encode(), "text/plain")
            return
        self._send(200, *found) if found else self._send(404, b"", "text/plain")

    def _csc(self, body: bytes) -> None:
        try:
            said = json.loads(body or b"{}")
            answer, status = self.server.csc.answer(urlsplit(self.path).path, said), 200
        except CscError as problem:
            if not problem.error:
                self._send(problem.status, problem.words.encode(), "text/html")
                return
            answer, status = {"error": problem.error, "error_description": problem.words}, problem.status
        except (ValueError, TypeError, AttributeError, KeyError) as problem:
            answer, status = {"error": "invalid_request", "error_description": str(problem)}, 400
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, flush=True)
