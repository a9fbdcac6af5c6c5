"""Which files of a begun form belong where, and what each place of it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from motcua.domain.errors import FieldError
from motcua.domain.forms import Field, FormDefinition, normalise
from motcua.domain.forms.form_definition import in_object
from motcua.domain.text import Text
from motcua.services.intake.carried_files import FIELD_SLOT
from motcua.services.papers.file_check import Rule, rule_of
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as stored_files

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
    mine = (file for file in files if file.slot.startswith(FIELD_SLOT) and file.joined_id is None)
    return [file.id for file in mine if str(file.id) not in answered]


def used(form: FormDefinition, files: Sequence[Record], data: Mapping[str, object]) -> list[Record]:
    """The files without those of questions that are not asked any more."""
    asked = normalise(form, data)
    idle = unused(files, asked if isinstance(asked, Mapping) else {})
    return [file for file in files if file.id not in idle]


def drop_unused(work: Work, draft_id: UUID, files: Sequence[Record], data: Mapping[str, object]) -> None:
    """Take the files off a draft that answer nothing. Does not commit."""
    for file_id in unused(files, data):
        stored_files.remove_from_draft(work.connection, draft_id, file_id)


def is_of(slot: str, pointer: str) -> bool:
    """Whether a file of this slot was sent for the question at `pointer`; rows may have moved since."""
    return slot.startswith(FIELD_SLOT) and _keys(slot.removeprefix(FIELD_SLOT)) == _keys(pointer)


def strange(form: FormDefinition, files: Sequence[Record], data: Mapping[str, object]) -> list[FieldError]:
    """Answers that name no file sent for their own question: it may be of a kind or size which that one refuses."""
    slots = {str(file.id): file.slot for file in files}
    return [
        FieldError(
            pointer,
            "file_strange",
            Text(
                f"“{field.label.vi}”: đính kèm lại tệp ở đúng mục này.",
                f"“{field.label.en}”: attach the file again, here.",
            ),
        )
        for pointer, field, value in _answers(form.fields, data, "")
        if not is_of(slots.get(str(value), ""), pointer)
    ]


def _keys(pointer: str) -> list[str]:
    return [part for part in pointer.split("/") if not part.isdecimal()]


def _answers(
    fields: Sequence[Field], data: Mapping[str, object], pointer: str
) -> Iterator[tuple[str, Field, object]]:
    """The answers of all questions for a file."""
    for field in in_object(fields):
        value, place = data.get(field.key), f"{pointer}/{field.key}"
        if field.kind == "file" and isinstance(value, str):
            yield place, field, value
        elif isinstance(value, Mapping):
            yield from _answers(field.fields, value, place)
        elif field.kind == "rows" and isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, Mapping):
                    yield from _answers(field.fields, row, f"{place}/{number}")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
