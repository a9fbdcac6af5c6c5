"""What it means that a version comes into force: who takes its dossiers, what it replaces, what holds it back (R-23)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.domain.errors import ConflictError
from motcua.domain.people.permissions import CLOCKWORK, Actor
from motcua.domain.process import positions
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.messages import notices
from motcua.services.process import offers
from motcua.services.process.procedures import columns_of
from motcua.services.version import version_history
from motcua.services.work import House, Work
from motcua.store.base import Record
from motcua.store.process import procedure as procedures
from motcua.store.version import version_life

LISTED = 5


class NoAgencyError(ConflictError):
    """No agency has somebody at every step, so nobody could take a dossier (R-23)."""

    code = "no_agency"


class OvertakenError(ConflictError):
    """A newer version is in force, which an older one does not replace by itself: a person must say so."""

    code = "overtaken"


def carry_out(work: Work, version_id: int, now: datetime) -> bool:
    """The job of a version whose day has come; false when it is not its time, or no agency is complete. One commit.

    Doing it twice does nothing more. A version for which nobody is there is tried again by the sweep; so is one whose
    turn a newer version took on an earlier day, which waits for a person. One whose own day went by unseen is replaced.
    """
    row = procedures.version(work.connection, version_id)
    if row is None or row.state != "waiting":
        return False
    version_life.hold_procedure(work.connection, row.procedure_id)
    row = row_of(work, version_id)
    if row.state != "waiting" or row.effective_at is None or row.effective_at > now:
        return False
    if work.house.profile.procedure_two_stage_activation and not _is_confirmed(work, version_id):
        return False
    old = _in_force(work, row)
    try:
        if old is not None and _is_later(old, row):
            _pass_over(work, row, old, now)
        elif problem := overtaken(work, row):
            raise problem
        else:
            take_effect(work, CLOCKWORK, row, now)
    except (NoAgencyError, OvertakenError) as problem:
        hold(work, row, problem, now)
        work.commit()
        return False
    work.commit()
    return True


def sweep(house: House, now: datetime) -> int:
    """Put into force what its own job missed, the earliest day first; how many. A commit for each."""
    with house.work() as work:
        due = version_life.due(work.connection, now)
    done = 0
    for version_id in due:
        with house.work() as work:
            done += carry_out(work, version_id, now)
    return done


def take_effect(work: Work, actor: Actor, row: Record, now: datetime) -> None:
    """Make the version the one that new dossiers get; open ones keep theirs. The procedure must be held."""
    version = work.house.versions.get(work.connection, row.id)
    procedure = version_life.hold_procedure(work.connection, row.procedure_id)
    old = procedures.version(work.connection, procedure.version_id) if procedure.version_id else None
    found = offers.gaps(work, version.facts.level, version)
    complete = [agency for agency, missing in found if not missing]
    if not complete:
        raise _nobody(found)
    field = version_life.field_of(work.connection, version.facts.field)
    procedures.save(work.connection, **columns_of(version.facts, Text(field.name, field.name_en)))
    procedures.activate(work.connection, procedure.id, row.id, now)
    version_history.write(
        work,
        actor,
        now,
        "activate",
        procedure.code,
        version=row,
        detail={"agencies": len(complete), "gaps": len(found) - len(complete)},
        before={"version": old.number if old is not None and procedure.is_active else None},
        after={"version": row.number},
    )


def overtaken(work: Work, row: Record) -> OvertakenError | None:
    """What keeps a waiting version back although its day has come: a newer one in force since it was last decided on."""
    newer = _in_force(work, row)
    if newer is None or newer.number < row.number:
        return None
    confirmed = version_life.last_event(work.connection, row.id, ("confirm",))
    began = version_life.last_event(work.connection, newer.id, ("activate",))
    if confirmed is not None and (began is None or began.id < confirmed.id):
        return None
    return OvertakenError(
        Text(
            f"Phiên bản {newer.number} mới hơn đang có hiệu lực nên phiên bản {row.number} không tự thay. "
            "Bấm kích hoạt nếu vẫn dùng phiên bản này, không thì hủy.",
            f"The newer version {newer.number} is in force, so version {row.number} does not replace it by itself. "
            "Activate it if it is still wanted, else call it off.",
        )
    )


def _in_force(work: Work, row: Record) -> Record | None:
    """The version that new dossiers of the same procedure get now."""
    procedure = version_life.procedure_of(work.connection, row.procedure_id)
    old = procedures.version(work.connection, procedure.version_id) if procedure.version_id else None
    return old if old is not None and old.state == "active" else None


def _is_later(old: Record, row: Record) -> bool:
    """Whether what is in force comes after this one, by day and number: this one's turn went by unseen."""
    return old.effective_at is not None and (old.effective_at, old.number) > (row.effective_at, row.number)


def _pass_over(work: Work, row: Record, newer: Record, now: datetime) -> None:
    version_life.change(work.connection, row.id, state="replaced", ended_at=now)
    code = version_life.procedure_of(work.connection, row.procedure_id).code
    detail = {"by": newer.number}
    version_history.write(work, CLOCKWORK, now, "supersede", code, version=row, detail=detail)


def hold(work: Work, row: Record, problem: NoAgencyError | OvertakenError, now: datetime) -> None:
    """Note once that a version could not come into force, and tell whoever approved it. Does not commit."""
    last = version_life.last_event(work.connection, row.id, ("hold", "confirm", "schedule"))
    if last is not None and last.kind == "hold" and last.detail.get("code") in (None, problem.code):
        return
    procedure = version_life.hold_procedure(work.connection, row.procedure_id)
    why = {"reason": problem.message.vi, "reason_en": problem.message.en, "code": problem.code}
    version_history.write(work, CLOCKWORK, now, "hold", procedure.code, version=row, detail=why)
    body = Text(
        f"Phiên bản {row.number} của thủ tục {procedure.code} chưa kích hoạt được. {problem.message.vi}",
        f"Version {row.number} of procedure {procedure.code} is not in force. {problem.message.en}",
    )
    notices.add(work, row.approver_id, body, now)


def _nobody(found: Sequence[tuple[Record, Sequence[Step]]]) -> NoAgencyError:
    """Says who comes nearest and what he lacks: that is where accounts are to be assigned."""
    if not found:
        return NoAgencyError(
            Text(
                "Không có cơ quan nào của cấp này tiếp nhận hồ sơ. Xem lại cấp thực hiện của thủ tục.",
                "No agency of this level receives dossiers. Look again at the level of the procedure.",
            )
        )
    agency, missing = min(found, key=lambda one: len(one[1]))
    vietnamese = ", ".join(f"“{step.name}” ({positions.of_step(step).vi})" for step in missing[:LISTED])
    english = ", ".join(
        f"“{step.name_en or step.name}” ({positions.of_step(step).en})" for step in missing[:LISTED]
    )
    more = len(missing) - LISTED
    return NoAgencyError(
        Text(
            "Chưa cơ quan nào có người ở mọi bước. Gần đủ nhất là "
            f"{agency.name}, còn thiếu người ở bước {vietnamese}{f' và {more} bước nữa' if more > 0 else ''}. "
            "Gán tài khoản vào các bước ấy rồi kích hoạt lại.",
            "No agency has somebody at every step. Nearest is "
            f"{agency.name_en}, without anybody at {english}{f' and {more} more' if more > 0 else ''}. "
            "Assign accounts to these steps, then activate again.",
        )
    )


def _is_confirmed(work: Work, version_id: int) -> bool:
    return version_life.last_event(work.connection, version_id, ("confirm",)) is not None


def row_of(work: Work, version_id: int) -> Record:
    """The version as it stands now; it is known to be there."""
    row = procedures.version(work.connection, version_id)
    assert row is not None
    return row
