"""The elements that run, by kind: which are gateways, which may be repeated, and what each may throw or wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.process.process_node import CATCHES_OUTSIDE

TASKS: Final = frozenset(
    {"userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"}
)
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
LOOPED: Final = frozenset({"userTask", "manualTask", "serviceTask", "subProcess"})
BREAKING: Final = frozenset({"error", "escalation"})
_EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "startEvent": frozenset({""}) | CATCHES_OUTSIDE | BREAKING,
    "endEvent": frozenset({"", "terminate", "message", "signal"}) | BREAKING,
    "intermediateThrowEvent": frozenset({"", "message", "signal", "escalation"}),
    "intermediateCatchEvent": CATCHES_OUTSIDE,
    "boundaryEvent": CATCHES_OUTSIDE | BREAKING,
    "sendTask": frozenset({"message"}),
    "receiveTask": frozenset({"message"}),
}
RUNS: Final = TASKS | GATEWAYS | _EVENTS.keys() | {"subProcess"}


def events_of(kind: str) -> frozenset[str]:
    """What an element of this kind may throw or wait for; "" is nothing."""
    return _EVENTS.get(kind, frozenset({""}))
