"""The desk puts right what it took in wrongly: both values are kept, with who, when and why (A-12, M-14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.domain.errors import FieldError, NotFoundError, ValidationError
from motcua.domain.forms import FormDefinition, accept
from motcua.domain.forms.form_errors import child
from motcua.domain.people.permissions import account_id
from motcua.domain.text import Text
from motcua.engine import lists_in_use
from motcua.services.dossier.case import Case
from motcua.services.dossier.case_history import record
from motcua.services.intake import filing
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import dossier as dossiers
from motcua.store.intake import correction as corrections


@dataclass(frozen=True)
class Correction:
    """One correction; `before` and `after` hold the fields that were changed, `row` by_name and at."""

    row: Record
    reason: str
    before: Mapping[str, object]
    after: Mapping[str, object]


def correct(work: Work, case: Case) -> None:
    """Replace the fields given in `answers`; the form as a whole must be in order, as on the day it was sent."""
    form = filing.version_of(work, case.row).form
    before = work.cipher.open_json(case.row.data_sealed)
    changed = {key: value for key, value in case.given.answers.items() if value != before.get(key)}
    if errors := _problems(case, form, changed):
        raise ValidationError(errors)
    after = accept(form, {**before, **changed}, today=_sent_on(work, case))
    kept = {key: after.get(key) for key in changed}
    corrections.add(
        work.connection,
        dossier_id=case.row.id,
        by_id=account_id(case.actor),
        at=case.place.at,
        reason_sealed=work.cipher.seal(case.given.reason.strip()),
        before_sealed=work.cipher.seal_json({key: before.get(key) for key in changed}),
        after_sealed=work.cipher.seal_json(kept),
    )
    dossiers.change(work.connection, case.row.id, data_sealed=work.cipher.seal_json(after))
    _record(work, case, form, changed)


def of_dossier(work: Work, dossier_id: int) -> Sequence[Correction]:
    """Every correction of a dossier, oldest first."""
    return [
        Correction(
            row,
            work.cipher.open(row.reason_sealed),
            work.cipher.open_json(row.before_sealed),
            work.cipher.open_json(row.after_sealed),
        )
        for row in corrections.of_dossier(work.connection, dossier_id)
    ]


def _problems(case: Case, form: FormDefinition, changed: Mapping[str, object]) -> list[FieldError]:
    if not changed:
        return [FieldError("/answers", "nothing_changed", _NOTHING)]
    running = lists_in_use(case.place.version.spec, case.row.engine_state)
    found = []
    for key in changed:
        field = form.field_by_key.get(key)
        if field is None:
            found.append(FieldError(child("", key), "unknown", _UNKNOWN))
        elif field.kind == "file":
            found.append(FieldError(child("", key), "file", _FILE))
        elif key in running:
            found.append(FieldError(child("", key), "list_in_use", _RUNNING))
    return found


_NOTHING = Text("Chưa sửa mục nào. Sửa ít nhất một mục.", "Nothing was changed. Change at least one field.")
_UNKNOWN = Text("Tờ khai không có mục này.", "The form has no such field.")
_FILE = Text(
    "Không sửa tệp ở đây. Hãy yêu cầu bổ sung giấy tờ.", "A file is not changed here. Request a supplement."
)
_RUNNING = Text(
    "Danh sách này đang được xử lý từng mục, chưa sửa được.",
    "This list is being worked through item by item.",
)


def _sent_on(work: Work, case: Case) -> date:
    """The day on which the dossier was sent: what the form says of days is judged by it."""
    dossier = dossiers.by_id(work.connection, case.row.id)
    if dossier is None:
        raise NotFoundError(Text("Không có hồ sơ này.", "There is no such dossier."))
    calendar = work.house.calendars.at(
        work.connection, dossier.agency_id, dossier.submitted_at, case.place.revision
    )
    return calendar.local(dossier.submitted_at).date()


def _record(work: Work, case: Case, form: FormDefinition, changed: Mapping[str, object]) -> None:
    """The history names the fields; what they held is sealed beside it."""
    labels = [form.field_by_key[key].label.vi for key in changed]
    record(work, case, {"fields": labels}, in_working_time=False, about_step=False)
