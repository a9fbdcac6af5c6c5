"""A payment gateway to try things with, a process of its own: takes orders, shows a page to pay, answers signed.

No money moves. It speaks what `signed_gateway` speaks, tells the portal of every payment as often as told to, and may
be told to stay silent, so that a lost notice can be tried too.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from motcua.contrib.signed_gateway import is_signed, signed

MAX_BODY: Final = 20_000
SECONDS_TO_ANSWER: Final = 10

_PAGE: Final = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Cổng thanh toán thử</title></head>
<body><main><h1>Cổng thanh toán thử</h1><p>Không có tiền thật nào được chuyển.</p>
<p>{about}</p><p><strong>{amount} đ</strong></p>
<form method="post"><button name="do" value="pay">Thanh toán</button>
<button name="do" value="fail">Không thanh toán</button></form></main></body></html>"""


@dataclass
class Order:
    """An order as the portal sent it, and how it stands."""

    facts: dict[str, Any]
    token: str
    state: str = "pending"
    transaction: str = ""


@dataclass
class Sandbox:
    """The orders of one merchant. `notices` is how often the portal is told of one payment; 0 is never."""

    merchant: str
    secret: str
    notices: int = 1
    orders: dict[str, Order] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, said: dict[str, Any]) -> Order | None:
        """Remember an order; the same reference again is the same order. None when it is not the merchant's."""
        if not is_signed(said, self.secret) or said.get("merchant") != self.merchant:
            return None
        with self.lock:
            return self.orders.setdefault(str(said["reference"]), Order(said, secrets.token_urlsafe(12)))

    def by_token(self, token: str) -> Order | None:
        return next((one for one in self.orders.values() if one.token == token), None)

    def end(self, order: Order, state: str) -> None:
        """Pay it, or not, once; then tell the portal."""
        with self.lock:
            if order.state == "pending":
                order.state = state
                order.transaction = f"SB{secrets.randbelow(10**12):012d}" if state == "paid" else ""
        for _ in range(self.notices):
            self._tell(order)

    def answer(self, order: Order) -> dict[str, Any]:
        return signed(
            {
                "merchant": self.merchant,
                "reference": order.facts["reference"],
                "state": order.state,
                "amount": order.facts["amount"],
                "transaction": order.transaction,
            },
            self.secret,
        )

    def _tell(self, order: Order) -> None:
        try:
            requests.post(
                order.facts["notify_to"], json=self.answer(order), timeout=SECONDS_TO_ANSWER
            ).close()
        except requests.RequestException as problem:
            print(f"notice of {order.facts['reference']} was not taken: {problem}", flush=True)


class SandboxServer(ThreadingHTTPServer):
    """The gateway on 127.0.0.1; port 0 takes a free one."""

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.sandbox = sandbox


class _Handler(BaseHTTPRequestHandler):
    """Takes orders and questions of the portal, shows the page of an order, leads back from it."""

    server: SandboxServer
    timeout = 10

    def do_GET(self) -> None:
        order = self._order()
        if order is None:
            self._send(404, b"", "text/plain")
            return
        amount = f"{int(order.facts['amount']):,}".replace(",", ".")
        page = _PAGE.format(about=escape(str(order.facts["about"])), amount=amount)
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        order = self._order()
        if order is not None:
            chosen = parse_qs(body.decode()).get("do", [""])[0]
            self.server.sandbox.end(order, "paid" if chosen == "pay" else "failed")
            self._lead_back(order)
            return
        self._called(body)

    def _called(self, body: bytes) -> None:
        try:
            said = json.loads(body)
            order = self.server.sandbox.take(said) if self.path == "/orders" else self._known(said)
        except (ValueError, KeyError, TypeError):
            order = None
        if order is None:
            self._send(400, b"{}", "application/json")
            return
        if self.path == "/orders":
            host = self.headers.get("Host", "")
            pay_at = f"http://{host}/pay/{order.token}"
            answer = signed(
                {"merchant": self.server.sandbox.merchant, "pay_at": pay_at}, self.server.sandbox.secret
            )
        else:
            answer = self.server.sandbox.answer(order)
        self._send(200, json.dumps(answer).encode(), "application/json")

    def _known(self, said: dict[str, Any]) -> Order | None:
        return (
            self.server.sandbox.orders.get(str(said["reference"]))
            if is_signed(said, self.server.sandbox.secret)
            else None
        )

    def _order(self) -> Order | None:
        path = urlsplit(self.path).path
        return self.server.sandbox.by_token(path.removeprefix("/pay/")) if path.startswith("/pay/") else None

    def _lead_back(self, order: Order) -> None:
        self.send_response(303)
        self.send_header(
            "Location", f"{order.facts['return_to']}?{urlencode(self.server.sandbox.answer(order))}"
        )
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, flush=True)
