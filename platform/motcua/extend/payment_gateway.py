"""What stands between us and a place where applicants pay: an order goes out, an answer comes back signed (I-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from motcua.domain.errors import InputError
from motcua.domain.money.online_payment import Gateway


class GatewayUnavailableError(InputError):
    """The gateway does not answer, or not as a gateway must; nothing was taken."""

    code = "gateway_unavailable"


class GatewayRefusedError(InputError):
    """What came in the gateway's name is not signed by it; nothing is believed of it."""

    code = "gateway_refused"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid: `reference` is ours and never used twice, `amount` in đồng, `about` without personal data.

    The person comes back to `return_to`; the gateway itself tells `notify_to`.
    """

    reference: str
    amount: int
    about: str
    return_to: str
    notify_to: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway says of an order; `transaction` is its own number, empty while nothing was paid."""

    reference: str
    state: Literal["pending", "paid", "failed"]
    amount: int
    transaction: str


class PaymentGateway(Protocol):
    """One gateway; see `contrib.signed_gateway` for the real one. Every method may be called again."""

    @property
    def about(self) -> Gateway: ...

    def begin(self, order: Order) -> str:
        """Announce an order; the address where the person pays. Raises GatewayUnavailableError."""

    def read(self, said: Mapping[str, Any]) -> Answer:
        """The answer in what was brought in the gateway's name; raises GatewayRefusedError unless it is signed."""

    def ask(self, reference: str) -> Answer:
        """How an order stands now; raises GatewayUnavailableError or GatewayRefusedError."""
