"""What a flow node of a process is: its kind, the event it throws or waits for, its loop, its decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EventKind = Literal["timer", "message", "signal", "error", "escalation", "terminate"]
TimerKind = Literal["duration", "date", "cycle"]
LoopKind = Literal["parallel", "sequential", "standard"]
HitPolicy = Literal["UNIQUE", "FIRST", "ANY", "COLLECT"]

MAX_INSTANCES = 200
"""How often at most an activity is done over a list or a number of times."""

CATCHES_OUTSIDE = frozenset({"timer", "message", "signal"})
"""Events that come to a waiting token: by the clock, or from another branch, another system, a person."""


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer fires.

    `duration`: `text` is a budget word ("4h": working time) or ISO 8601 ("PT4H": the clock on the wall).
    `date`: an ISO date or instant, or the name of a date field. `cycle`: `repeats` times, each after `text`,
    which is a duration; `repeats` is None where the model sets no end.
    """

    kind: TimerKind
    text: str
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What an event node throws or waits for.

    `name` is the message's or signal's name, the code of an error or escalation; empty on a catching error or
    escalation means any.
    """

    kind: EventKind
    name: str = ""
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity is done.

    `parallel` and `sequential`: once for each item of the list field `items`, known inside as `item`, or
    `cardinality` times; `completion` is a condition that ends it early, asked after each instance, over the
    form's fields and `nrOfInstances`, `nrOfCompletedInstances`, `nrOfActiveInstances`. The answers of each
    instance are appended to the list `output` where that is named.
    `standard`: while `condition` holds, at most `maximum` times; asked before the first time if `test_before`.
    """

    kind: LoopKind
    items: str = ""
    item: str = ""
    cardinality: int | None = None
    completion: str = ""
    output: str = ""
    condition: str = ""
    maximum: int | None = None
    test_before: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a decision table: a condition in the expression language ("" always holds), values by output.

    Values are text, numbers and truth values.
    """

    condition: str
    values: tuple[object, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision table: `inputs` are the field names its rules read, `outputs` the names it sets."""

    id: str
    name: str
    hit_policy: HitPolicy
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """What waiting at this element means for the dossier (`motcua:wait`).

    `clock` "pause" stops its clocks while something waits here; `reason` says why: "notice" (public notice),
    "payment" (financial duty, E-27), "supplement", "other".
    """

    clock: Literal["run", "pause"] = "run"
    reason: Literal["notice", "payment", "supplement", "other"] = "other"


@dataclass(frozen=True, slots=True)
class Node:
    """Any flow node, by its BPMN local name ("userTask", "exclusiveGateway"); `parent` is a sub-process id.

    `event` is what an event, a send task or a receive task throws or waits for; None on plain ones.
    `attached_to` is the activity of a boundary event; `is_interrupting` says whether a boundary event, or the
    start event of an event sub-process, ends what it is attached to. `is_event_sub` marks an event sub-process.
    `loop` repeats an activity, `decision` is the table of a business rule task. `markers` are the local names
    of what else the element carries and nobody runs ("conditionalEventDefinition").
    """

    id: str
    name: str
    kind: str
    parent: str = ""
    default_flow: str = ""
    markers: tuple[str, ...] = ()
    event: Event | None = None
    attached_to: str = ""
    is_interrupting: bool = True
    is_event_sub: bool = False
    loop: Loop | None = None
    decision: Decision | None = None
    wait: Wait | None = None
    called: str = ""
