"""Which files of a begun form belong where, and what each place of it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from motcua.domain.forms import FormDefinition
from motcua.services.intake.carried_files import FIELD_SLOT
from motcua.services.papers.file_check import Rule, rule_of
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


def rule_at(form: FormDefinition, papers: Sequence[str], slot: str, limit: int) -> Rule | None:
    """What a place takes: as its question says, for a paper the question that asks for it, else all that the house takes.

    None where the form has no such question, and the paper is none of `papers`.
    """
    if slot.startswith(FIELD_SLOT):
        field = form.field_at(slot.removeprefix(FIELD_SLOT))
        return None if field is None or field.kind != "file" else rule_of(limit, field.accept, field.max_mb)
    if slot not in papers:
        return None
    asking = (
        one for _path, one in form.walk() if one.kind == "file" and f"{PAPER_SLOT}{one.component}" == slot
    )
    found = next(asking, None)
    return rule_of(limit) if found is None else rule_of(limit, found.accept, found.max_mb)


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
