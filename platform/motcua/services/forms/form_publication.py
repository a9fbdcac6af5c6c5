"""A form published in the library: examined, tried with its cases, kept as its next version.

Nothing of a procedure changes by it: a form takes effect only through an approved version of a procedure (B-11), so
the same person may design and publish it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.domain.diff.process_diff_change import Change
from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.forms.form_review import FormFinding
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.text import Text
from motcua.services.forms import form_cases, form_comparison, form_drafts, form_use
from motcua.services.forms.form_cases import Tried
from motcua.services.forms.form_examination import blocking, examine
from motcua.services.forms.form_use import Use
from motcua.services.process import model_rights
from motcua.services.process.procedures import form_digest
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.forms import form_version as versions
from motcua.store.process import library

LONGEST_REASON = 1000


class UnfitFormError(InputError):
    """A form that cannot be published: `findings` and `failing` test cases say why."""

    code = "unfit_form"

    def __init__(self, findings: Sequence[FormFinding], failing: Sequence[Tried]) -> None:
        self.findings, self.failing = tuple(findings), tuple(failing)
        first = self.findings[0].message if self.findings else self.failing[0].problems[0]
        name = f"{self.failing[0].name}: " if not self.findings else ""
        count = len(self.findings) + len(self.failing)
        super().__init__(
            Text(
                f"Biểu mẫu còn {count} chỗ phải sửa nên chưa công bố được. {name}{first.vi}",
                f"The form has {count} things to mend before it can be published. {name}{first.en}",
            )
        )


class OvertakenError(ConflictError):
    """Somebody published the form after the draft had begun; nothing was written over it."""

    code = "form_overtaken"

    def __init__(self, newest: Record) -> None:
        self.newest: int = newest.number
        by = newest.author_name or "Motcua"
        super().__init__(
            Text(
                f"{by} đã công bố phiên bản {newest.number} sau khi bản thảo này bắt đầu. "
                "Xem những gì sẽ mất đi, rồi đánh dấu là đã xem.",
                f"{by} published version {newest.number} after this draft had begun. "
                "Look at what would be lost, then tick that you did.",
            )
        )


@dataclass(frozen=True)
class Ready:
    """All that a person looks at before publishing.

    `newest` is the library's form, None for a new one; `is_overtaken` when it is not the one the draft began with.
    """

    row: Record
    findings: Sequence[FormFinding]
    tried: Sequence[Tried]
    newest: Record | None
    changes: Sequence[Change]
    uses: Sequence[Use]
    is_overtaken: bool
    may_publish: bool

    @property
    def failing(self) -> Sequence[Tried]:
        return [one for one in self.tried if not one.passed]

    @property
    def errors(self) -> Sequence[FormFinding]:
        return blocking(self.findings)

    @property
    def is_unchanged(self) -> bool:
        return self.newest is not None and self.newest.digest == form_digest(self.row.schema)


@dataclass(frozen=True, slots=True)
class Published:
    """The form's new number, and the procedures that have an older version of it."""

    number: int
    affected: Sequence[Use]


def ready(work: Work, actor: Actor, draft_id: int, now: datetime) -> Ready:
    """The draft with everything said of it; raises NotFoundError, NotAllowedError."""
    row = form_drafts.get(work, actor, draft_id)
    newest = library.form(work.connection, row.field, row.key)
    return Ready(
        row=row,
        findings=examine(work, row.schema),
        tried=form_cases.run(row.schema, row.tests, today_of(work, now)),
        newest=newest,
        changes=form_comparison.changes(newest.schema if newest is not None else None, row.schema),
        uses=form_use.of_form(work, row.field, row.key),
        is_overtaken=newest is not None and not _is_newest(work, row, newest),
        may_publish=row.state == "draft" and model_rights.may_publish(work, actor, row.field, None),
    )


def publish(
    work: Work,
    actor: Actor,
    draft_id: int,
    reason: str,
    now: datetime,
    *,
    revision: int = 0,
    over: int = 0,
) -> Published:
    """Make the draft the form's next version. One commit.

    `revision` is the draft's that the person looked at, 0 for whichever stands; `over` the number of a version that
    came in the meantime and may be replaced. Raises NotAllowedError, ValidationError at "/reason", UnfitFormError,
    OvertakenError, DraftChangedError.
    """
    row = form_drafts.get(work, actor, draft_id)
    model_rights.require_publish(work, actor, row.field, None)
    why = written(reason)
    newest = library.form(work.connection, row.field, row.key)
    if newest is not None and newest.number != over and not _is_newest(work, row, newest):
        raise OvertakenError(newest)
    require_fit(work, row.schema, row.tests, now)
    number = keep(work, actor, row, row.schema, why, now, tests=row.tests, samples=row.samples)
    form = library.form(work.connection, row.field, row.key)
    assert form is not None
    version = versions.by_number(work.connection, form.id, number)
    assert version is not None
    became = {"state": "published", "version_id": version.id}
    form_drafts.change(work, actor, row, revision or row.revision, became, now)
    detail = {"draft": row.id, "number": number, "reason": why}
    form_drafts.record(work, actor, now, "form.publish", row, detail)
    work.commit()
    uses = [one for one in form_use.of_form(work, row.field, row.key) if one.is_behind(number)]
    return Published(number, uses)


def require_fit(
    work: Work, schema: Mapping[str, Any], tests: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Raise UnfitFormError where a finding or a test case keeps the form from being published."""
    errors = blocking(examine(work, schema))
    failing = [one for one in form_cases.run(schema, tests, today_of(work, now)) if not one.passed]
    if errors or failing:
        raise UnfitFormError(errors, failing)


def keep(
    work: Work,
    actor: Actor,
    form: Any,
    schema: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    tests: Sequence[Mapping[str, Any]],
    samples: Sequence[Mapping[str, Any]],
) -> int:
    """Add the next version of a form (`field`, `key`); its number. Raises ConflictError for what is no change."""
    number = library.save_form(
        work.connection,
        over_people=True,
        field=form.field,
        key=form.key,
        **form_drafts.titles(schema, form.key),
        schema=schema,
        digest=form_digest(schema),
        saved_at=now,
        author_id=account_id(actor),
        author_name=actor.name,
        reason=reason,
        tests=list(tests),
        samples=list(samples),
    )
    if number is None:
        raise ConflictError(
            Text(
                "Biểu mẫu không có gì khác phiên bản đang có nên không cần công bố.",
                "The form is the same as the version that stands, so there is nothing to publish.",
            )
        )
    return number


def written(reason: str) -> str:
    """Why it is published; raises ValidationError at "/reason"."""
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON or not why.isprintable():
        message = Text(
            "Ghi lý do công bố, nhiều nhất 1.000 ký tự: người sau sẽ đọc ở lịch sử phiên bản.",
            "Write why it is published, 1,000 signs at most: others read it among the versions.",
        )
        raise ValidationError([FieldError("/reason", "required", message)])
    return why


def today_of(work: Work, now: datetime) -> date:
    """The day at the province."""
    root = agencies.root(work.connection)
    assert root is not None
    return work.house.calendars.at(work.connection, root.id, now).local(now).date()


def _is_newest(work: Work, row: Record, newest: Record) -> bool:
    """Whether the draft began with the version that stands."""
    base = versions.by_id(work.connection, row.based_on) if row.based_on is not None else None
    return base is not None and base.number == newest.number
