"""Elements of BPMN wrapped into a file with messages, signals and errors to refer to, and read."""

from __future__ import annotations

from motcua.domain.process.process import Node, ProcessModel
from motcua.engine.reader.reader import read

NAMESPACES = (
    'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
ROOTS = (
    '<b:message id="M1" name="thue.tra_loi"/><b:message id="M2"/><b:signal id="S1" name="dung"/>'
    '<b:error id="E1" name="Thuế từ chối" errorCode="TU_CHOI"/><b:error id="E2"/>'
    '<b:escalation id="L1" escalationCode="QUA_HAN"/>'
)


def definitions(process: str, roots: str = ROOTS) -> bytes:
    """A file with one process made of these elements."""
    return (
        f'<b:definitions {NAMESPACES}>{roots}<b:process id="p" isExecutable="true">{process}</b:process>'
        "</b:definitions>"
    ).encode()


def model_of(process: str) -> ProcessModel:
    """The process, in which nothing was found wrong."""
    result = read(definitions(process))
    assert result.findings == ()
    assert result.model is not None
    return result.model


def node_of(process: str, key: str = "n") -> Node:
    """One element of it."""
    return model_of(process).node_by_id[key]
