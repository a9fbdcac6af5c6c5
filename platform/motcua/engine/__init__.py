"""The process engine: the only code that knows SpiffWorkflow."""

from motcua.engine.runtime.carry_over import CarryOver
from motcua.engine.runtime.carry_over_refusals import CarryOverError
from motcua.engine.runtime.runtime import (
    MessageUnknownError,
    Progress,
    ReturnNotPossibleError,
    StepNotWaitingError,
    Waiting,
    broadcast,
    complete,
    deliver,
    fail,
    fire,
    lists_in_use,
    move_to,
    return_to,
    returnable,
    start,
    waiting,
)
from motcua.engine.runtime.runtime_again import take_up
from motcua.engine.runtime.runtime_events import MailboxFullError, Sent, UncaughtError
from motcua.engine.runtime.runtime_loops import LoopItemsError, LoopsTooManyError
from motcua.engine.runtime.runtime_tree import EndlessLoopError
from motcua.engine.runtime.state import StateError
from motcua.engine.spec.spec import ProcessSpec, load_spec
from motcua.engine.spec.spec_elements import NoBranchError, WaitingKind

__all__ = [
    "CarryOver",
    "CarryOverError",
    "EndlessLoopError",
    "LoopItemsError",
    "LoopsTooManyError",
    "MailboxFullError",
    "MessageUnknownError",
    "NoBranchError",
    "ProcessSpec",
    "Progress",
    "ReturnNotPossibleError",
    "Sent",
    "StateError",
    "StepNotWaitingError",
    "UncaughtError",
    "Waiting",
    "WaitingKind",
    "broadcast",
    "complete",
    "deliver",
    "fail",
    "fire",
    "lists_in_use",
    "load_spec",
    "move_to",
    "return_to",
    "returnable",
    "start",
    "take_up",
    "waiting",
]
