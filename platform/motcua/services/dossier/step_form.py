"""The form of a step: which it is, and what an officer filled in, files included, ready to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms import FormDefinition, accept
from motcua.domain.forms.form_errors import child
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.engine import lists_in_use
from motcua.services.dossier.stepping import Place
from motcua.services.papers import files
from motcua.services.papers.files import FileError, Upload
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as stored_files


@dataclass(frozen=True)
class StepForm:
    """The form that a waiting step asks for, and the dossier's files that may answer it: id → name."""

    definition: FormDefinition
    files: Mapping[str, str]


def of_step(version: Version, step_id: str) -> FormDefinition | None:
    """The form that a step asks for; None when it asks nothing."""
    key = version.model.step_by_id[step_id].form
    return version.forms[key] if key else None


def of_visit(work: Work, version: Version, visit: Record) -> FormDefinition | None:
    """The form that was filled in at a visit, as it stood then; `version` is the dossier's own.

    A step that has another id in the dossier's version was known by its name.
    """
    kept = visit.kept_version_id
    then = version if kept is None else work.house.versions.get(work.connection, kept)
    named = (one for one in then.model.steps if one.name == visit.name)
    step = then.model.step_by_id.get(visit.step_id) or next(named, None)
    return then.forms[step.form] if step is not None and step.form else None


def waiting(work: Work, version: Version, step_id: str, dossier_id: int) -> StepForm | None:
    """The form of a waiting step of a dossier; None when it asks nothing."""
    form = of_step(version, step_id)
    if form is None:
        return None
    attached = stored_files.of_dossier(work.connection, dossier_id)
    return StepForm(form, {str(file.id): file.name for file in attached})


def collected(place: Place, step_id: str, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers as the dossier keeps them: those of a repeated step also in the list the model names for them."""
    loop = place.version.model.node_by_id[step_id].loop
    if loop is None or not loop.output:
        return dict(answers)
    earlier = place.data.get(loop.output)
    return {**answers, loop.output: [*(earlier if isinstance(earlier, list) else []), dict(answers)]}


def read(
    work: Work,
    actor: Actor,
    place: Place,
    row: Record,
    answers: Mapping[str, object],
    uploads: Mapping[str, Upload],
) -> Mapping[str, object]:
    """The answers of a held step as they are to be stored.

    `uploads` are new files by the text that stands in the answers where the file's id is to stand. Raises
    ValidationError naming every field; the files kept until then go with the transaction.
    """
    form = of_step(place.version, row.step_id)
    if form is None:
        return {}
    owned = {str(file.id) for file in stored_files.of_dossier(work.connection, place.dossier_id)}
    ids: dict[str, str] = {}
    problems: list[FieldError] = []
    for pointer, named in _files(form, answers):
        try:
            if named in uploads:
                ids[pointer] = _keep(work, actor, place, pointer, uploads[named])
            elif named not in owned:
                problems.append(_strange(pointer))
        except FileError as error:
            problems.append(FieldError(pointer, error.code, error.message))
    if problems:
        raise ValidationError(problems)
    calendar = work.house.calendars.at(work.connection, row.step_agency_id, place.at, place.revision)
    filled = {key: _with_ids(child("", key), value, ids) for key, value in answers.items()}
    accepted = accept(form, filled, today=calendar.local(place.at).date())
    _keep_lists(place, row, accepted)
    return accepted


def _keep_lists(place: Place, row: Record, answers: Mapping[str, object]) -> None:
    """Who is asked about which item stands by the item's place: the list stays as it is until all have answered."""
    changed = [
        key
        for key in lists_in_use(place.version.spec, row.engine_state)
        if key in answers and answers[key] != place.data.get(key)
    ]
    if changed:
        why = Text(
            "Danh sách này đang được xử lý từng mục, chưa sửa được. Chờ xong các mục rồi sửa.",
            "This list is being worked through item by item. Change it when all items are done.",
        )
        raise ValidationError([FieldError(child("", key), "list_in_use", why) for key in changed])


def _keep(work: Work, actor: Actor, place: Place, pointer: str, upload: Upload) -> str:
    slot = f"step:{pointer}"
    kept = files.keep(work, upload, place.at, uploaded_by=actor.id, dossier_id=place.dossier_id, slot=slot)
    return str(kept)


def _strange(pointer: str) -> FieldError:
    return FieldError(
        pointer,
        "file",
        Text("Tệp này không thuộc hồ sơ. Hãy chọn tệp khác.", "This file is not one of the dossier's."),
    )


def _files(form: FormDefinition, answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for pointer, value in _texts("", answers):
        field = form.field_at(pointer)
        if field is not None and field.kind == "file":
            yield pointer, value


def _texts(pointer: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(child(pointer, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(child(pointer, number), inner)


def _with_ids(pointer: str, value: object, ids: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return {key: _with_ids(child(pointer, key), inner, ids) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_ids(child(pointer, number), inner, ids) for number, inner in enumerate(value)]
    return ids.get(pointer, value)
