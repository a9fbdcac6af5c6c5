"""A payment gateway that speaks signed JSON over HTTP: orders out, answers back, both under one shared secret.

Every message is a flat object; its `signature` is HMAC-SHA256, in hexadecimal, over the other entries as canonical
JSON (sorted keys, no blanks, UTF-8). docs/payments.md describes each message.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from motcua.domain.money.online_payment import Gateway
from motcua.domain.text import Text
from motcua.extend.payment_gateway import Answer, GatewayRefusedError, GatewayUnavailableError, Order

SECONDS_TO_ANSWER: Final = 10
MAX_ANSWER: Final = 20_000
STATES: Final = ("pending", "paid", "failed")
MAX_FIGURES: Final = 15
_UNPRINTABLE: Final = re.compile(r"[^0-9A-Za-z._/-]")


class SignedGateway:
    """One gateway of the installation's settings."""

    def __init__(self, about: Gateway) -> None:
        self.about = about

    def begin(self, order: Order) -> str:
        """See `PaymentGateway.begin`."""
        said = self._call(
            "/orders",
            {
                "reference": order.reference,
                "amount": order.amount,
                "about": order.about,
                "return_to": order.return_to,
                "notify_to": order.notify_to,
                "expires_at": order.expires_at.isoformat(timespec="seconds"),
            },
        )
        address = str(said.get("pay_at", ""))
        place = urlsplit(address)
        if f"{place.scheme}://{place.netloc}" != self.about.origin:
            raise self._unavailable()
        return address

    def read(self, said: Mapping[str, Any]) -> Answer:
        """See `PaymentGateway.read`."""
        if not is_signed(said, self.about.secret) or said.get("merchant") != self.about.merchant:
            raise GatewayRefusedError(
                Text(
                    f"Trả lời không có chữ ký đúng của {self.about.title}. Không ghi nhận gì từ trả lời này.",
                    f"The answer is not signed by {self.about.title_en}. Nothing was recorded from it.",
                )
            )
        amount = str(said.get("amount", ""))
        reference = str(said.get("reference", ""))
        is_sum = amount.isascii() and amount.isdecimal() and len(amount) <= MAX_FIGURES
        if said.get("state") not in STATES or not is_sum or not reference.isalnum():
            raise self._unavailable()
        return Answer(
            reference,
            said["state"],
            int(amount),
            _UNPRINTABLE.sub("", str(said.get("transaction", "")))[:100],
        )

    def ask(self, reference: str) -> Answer:
        """See `PaymentGateway.ask`."""
        return self.read(self._call("/orders/status", {"reference": reference}))

    def _call(self, path: str, message: Mapping[str, Any]) -> Mapping[str, Any]:
        sent = signed({"merchant": self.about.merchant, **message}, self.about.secret)
        try:
            with requests.post(
                self.about.address + path,
                json=sent,
                timeout=SECONDS_TO_ANSWER,
                allow_redirects=False,
                stream=True,
            ) as answer:
                content = answer.raw.read(MAX_ANSWER, decode_content=True)
                said = json.loads(content) if answer.ok else None
        except (requests.RequestException, OSError, ValueError):
            raise self._unavailable() from None
        if not isinstance(said, dict) or not is_signed(said, self.about.secret):
            raise self._unavailable()
        return said

    def _unavailable(self) -> GatewayUnavailableError:
        return GatewayUnavailableError(
            Text(
                f"{self.about.title} chưa trả lời. Chưa có khoản nào bị trừ; hãy thử lại sau ít phút.",
                f"{self.about.title_en} does not answer. Nothing was taken; try again in a few minutes.",
            )
        )


def signed(message: Mapping[str, Any], secret: str) -> dict[str, Any]:
    """The message with its signature."""
    return {**message, "signature": _signature(message, secret)}


def is_signed(message: Mapping[str, Any], secret: str) -> bool:
    """Whether the message carries the signature of this secret over all its other entries."""
    content = {name: value for name, value in message.items() if name != "signature"}
    given = str(message.get("signature", ""))
    return hmac.compare_digest(given.encode(errors="surrogatepass"), _signature(content, secret).encode())


def _signature(content: Mapping[str, Any], secret: str) -> str:
    # Values are signed as text: an answer comes back once as JSON and once in an address.
    flat = {name: str(value) for name, value in content.items()}
    canonical = json.dumps(flat, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(secret.encode(), canonical.encode(errors="surrogatepass"), sha256).hexdigest()
