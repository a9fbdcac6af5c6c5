"""Which files of a begun form belong where, and what each place of it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.domain.forms import Field, FormDefinition
from motcua.services.carried_files import FIELD_SLOT
from motcua.services.file_check import Rule, rule_of
from motcua.store.base import Record

PAPER_SLOT = "paper:"


def of_paper(form: FormDefinition, files: Sequence[Record], key: str) -> list[Record]:
    """What was attached to a paper, and what answers a question that asks for it; without what became a PDF since."""
    return [file for file in files if file.replaced_at is None and (paper_of(form, file.slot) or "") == key]


def paper_of(form: FormDefinition, slot: str) -> str | None:
    """The paper that a slot's files are for; None for a question that is about no paper."""
    if slot.startswith(PAPER_SLOT):
        return slot.removeprefix(PAPER_SLOT)
    field = form.field_at(slot.removeprefix(FIELD_SLOT)) if slot.startswith(FIELD_SLOT) else None
    return field.component or None if field is not None else None


def rule_of_paper(form: FormDefinition, key: str, limit: int) -> Rule:
    """What a paper takes: as its question in the form says, else all that the house takes."""
    found = next(
        (field for _path, field in form.walk() if field.kind == "file" and field.component == key), None
    )
    return rule_of(limit) if found is None else rule_of_field(found, limit)


def rule_of_field(field: Field, limit: int) -> Rule:
    return rule_of(limit, field.accept, field.max_mb)


def unused(files: Sequence[Record], data: Mapping[str, object]) -> list[int]:
    """The files that answer questions, but that no answer names any more."""
    answered = set(_texts(data))
    return [file.id for file in files if file.slot.startswith(FIELD_SLOT) and str(file.id) not in answered]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
