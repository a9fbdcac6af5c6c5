"""The process engine: the only code that knows SpiffWorkflow."""

from motcua.engine.runtime import (
    EndlessLoopError,
    Progress,
    ReturnNotPossibleError,
    StepNotWaitingError,
    Waiting,
    complete,
    return_to,
    returnable,
    start,
)
from motcua.engine.spec import ProcessSpec, load_spec
from motcua.engine.spec_elements import NoBranchError
from motcua.engine.state import StateError

__all__ = [
    "EndlessLoopError",
    "NoBranchError",
    "ProcessSpec",
    "Progress",
    "ReturnNotPossibleError",
    "StateError",
    "StepNotWaitingError",
    "Waiting",
    "complete",
    "load_spec",
    "return_to",
    "returnable",
    "start",
]
