"""By which names other files may refer to a file: the ids of its processes and of its decisions."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.domain.process.process import ModelError
from motcua.engine.reader.reader_decision import decisions_of
from motcua.engine.reader.reader_xml import bpmn_children, extension, identifier
from motcua.engine.xml import parse


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of the processes of a BPMN file, of the decisions of a DMN file; whether it holds a procedure.

    A process without `motcua:procedure` is nobody's procedure: other processes call it.
    """

    processes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    has_procedure: bool = False


def names_in(data: bytes) -> Names:
    """The names in a file; none for a file that cannot be read, of which `read` and `link` say what is wrong."""
    try:
        root = parse(data)
    except ModelError:
        return Names()
    processes = list(bpmn_children(root, "process"))
    return Names(
        processes=tuple(identifier(process) for process in processes),
        decisions=tuple(decisions_of(root)),
        has_procedure=any(extension(process, "procedure") is not None for process in processes),
    )
