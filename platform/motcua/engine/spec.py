"""Process specifications: read once per version, shared by all dossiers, never stored with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from motcua.domain.conditions import ConditionError, parse_condition
from motcua.domain.process import ModelError
from motcua.domain.text import Text
from motcua.engine.reader import read
from motcua.engine.spec_parser import BPMN, ModelParser, bare, condition_of
from motcua.engine.spec_refusals import refusals
from motcua.engine.xml import parse

MAX_LENGTH: Final = 400


@dataclass(frozen=True, eq=False)
class ProcessSpec:
    """A process ready to run: opaque to callers, never changed after loading, safe to share between threads.

    `main` and `inner` (sub-processes by id) belong to the library; `steps` are the ids of the user tasks,
    `size` is the number of elements.
    """

    id: str
    main: Any
    inner: Mapping[str, Any]
    steps: frozenset[str]
    size: int


def load_spec(bpmn: bytes) -> ProcessSpec:
    """The process of a BPMN file, ready to run. Raises ModelError that names the element."""
    process = _process(bpmn)
    for element, why in refusals(process):
        raise _refused(element, why)
    _check_ids(process)
    _check_conditions(process)
    parser = ModelParser()
    try:
        parser.create_parser(bare(process))
        main = parser.get_spec(process.get("id"))
        inner = parser.get_subprocess_specs(process.get("id"))
    except ValidationException as error:
        raise _invalid(error) from error
    elements = [element for spec in (main, *inner.values()) for element in spec.task_specs.values()]
    steps = frozenset(element.name for element in elements if element.manual)
    return ProcessSpec(process.get("id", ""), main, inner, steps, len(elements))


def _process(bpmn: bytes) -> etree._Element:
    """The process that the reader took for the model, so that what was checked is what runs."""
    result = read(bpmn)
    if result.model is None:
        finding = result.findings[-1]
        raise ModelError(finding.message, code=finding.code)
    for process in parse(bpmn).iter(f"{BPMN}process"):
        if process.get("id") == result.model.id:
            return process
    raise ModelError(
        Text("Quy trình chưa có mã (id). Hãy đặt mã.", "The process has no id. Give it one."),
        code="model.refused",
    )


def _check_ids(process: etree._Element) -> None:
    """Ids stand in stored states between spaces, and twice the same id would make two elements one."""
    seen: set[str] = set()
    for element in process.iter(f"{BPMN}*"):
        name = element.get("id")
        if name is None:
            continue
        if name in seen or not name.strip() or any(letter.isspace() for letter in name):
            why = Text(
                "mã bị trùng hoặc có khoảng trắng. Hãy đặt mã khác",
                "its id is used twice or contains spaces. Give it another id",
            )
            raise _refused(element, why)
        seen.add(name)


def _check_conditions(process: etree._Element) -> None:
    for flow in process.iter(f"{BPMN}sequenceFlow"):
        condition = condition_of(flow)
        if not condition:
            continue
        try:
            parse_condition(condition)
        except ConditionError as error:
            raise _refused(flow, error.message) from error


def _refused(element: etree._Element, why: Text) -> ModelError:
    name = element.get("name") or element.get("id") or etree.QName(element).localname
    return ModelError(
        Text(f"Phần tử “{name}”: {why.vi.rstrip('.')}.", f"Element “{name}”: {why.en.rstrip('.')}."),
        code="model.refused",
    )


def _invalid(error: ValidationException) -> ModelError:
    if "RecursionError" in str(error):
        why = Text(
            f"chuỗi phần tử nối tiếp dài quá {MAX_LENGTH}. Hãy chia thành quy trình con",
            f"a chain of more than {MAX_LENGTH} elements. Divide it into sub-processes",
        )
    else:
        why = Text(
            "không dựng được phần tử này. Hãy xóa và vẽ lại phần tử cùng các mũi tên của nó",
            "the element cannot be built. Delete it and draw it again with its arrows",
        )
    return ModelError(
        Text(
            f"Phần tử “{error.name or error.id}”: {why.vi}.", f"Element “{error.name or error.id}”: {why.en}."
        ),
        code="model.refused",
    )
