"""What an action on a dossier is, declared as data: from, to, by whom, with what, its clocks, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from motcua.domain.dossier.dossier_states import AT_WORK, State
from motcua.domain.text import Text

Party = Literal["applicant", "desk", "holder", "consulted", "leader", "manager", "exception", "system"]
"""Who may: the applicant; the desk that received; whoever works at the step; an agency asked for its opinion; by role:
leader, manager, exception."""

ClockEffect = Literal[
    "none", "start", "hand_on", "wait_supplement", "wait_payment", "pause", "resume", "end", "extend", "apologise", "reopen"
]  # fmt: skip
Slip = Literal["", "supplement", "refusal", "apology", "extension"]
Input = Literal[
    "reason",
    "papers",
    "step",
    "person",
    "agency",
    "duration",
    "until",
    "amount",
    "opinion",
    "document",
    "kind",
]

ACCEPTED: Final[tuple[State, ...]] = (*AT_WORK, "waiting_supplement")
ENDED: Final[tuple[State, ...]] = (
    "refused_at_intake", "returned_for_supplement", "refused", "withdrawn", "stopped", "result_available", "returned", "closed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One lawful move: the states it is allowed in, and the state after (None: unchanged, or decided by what waits).

    `word` is what `actions` of a step must name for the holder to have it (A-13). `slip` must be attached (E-21);
    `right` is what a role must give for it;
    where it `is_of_step`, a leader of the step's own agency may as well as one of the receiving agency;
    `inputs` are asked for, those in `optional` need no answer. `tells` is the event the applicant is told of.
    """

    key: str
    name: Text
    sources: tuple[State, ...]
    target: State | None
    by: Party = "holder"
    word: str = ""
    slip: Slip = ""
    right: str = ""
    inputs: tuple[Input, ...] = ()
    optional: tuple[Input, ...] = ()
    clock: ClockEffect = "none"
    tells: str = ""
    is_of_step: bool = False
    is_bulk: bool = False
    is_dangerous: bool = False
