"""A procedure of the sample province changed in the studio: drawn by one person, approved by another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from fixtures_dossier import PDF, actor_of
from fixtures_house import NOW
from fixtures_watch import rows, value

from motcua.bootstrap import load_profile
from motcua.domain.process.publication import Decision
from motcua.services.papers.files import Upload
from motcua.services.process import draft_review, process_drafts
from motcua.services.process.process_drafts import NewDraft
from motcua.services.version import version_life
from motcua.services.version.version_life import Approval
from motcua.services.work import House
from motcua.settings import content

AUTHOR, APPROVER = "soan.quytrinh", "duyet.quytrinh"
CODE, FIELD = "1.001612", "ho_kinh_doanh"
TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
DECISION = Decision("12/QĐ-UBND", FRIDAY, "UBND tỉnh", FRIDAY)
SCAN = Upload("quyet-dinh.pdf", PDF)


def library(code: str = CODE, field: str = FIELD) -> str:
    """The file of a procedure of the sample."""
    return (content("bpmn") / field / f"{code}.bpmn").read_text(encoding="utf-8")


def retimed(hours: int = 8, code: str = CODE) -> bytes:
    """The sample's procedure with another time for the appraisal, or as a new one under another code."""
    drawn = library().replace('code="1.001612"', f'code="{code}"')
    step = re.compile(r'(<bpmn:userTask id="T_tham_dinh".*?budget=")12h"', re.S)
    changed, count = step.subn(rf'\g<1>{hours}h"', drawn)
    assert count == 1
    return changed.encode()


def in_province(house: House, profile: str) -> House:
    """The same installation under the regulation of another province."""
    return replace(house, profile=load_profile(profile))


def begin(house: House, bpmn: bytes | None = None, login: str = AUTHOR, **more: Any) -> int:
    """A draft of the procedure; its id. `more` are fields of a new draft."""
    wanted: dict[str, Any] = {
        "code": CODE, "name": "Thử", "field": FIELD, "level": "xa", "origin": "version", **more,
    }  # fmt: skip
    with house.work() as work:
        return process_drafts.create(
            work, actor_of(house, login), NewDraft(bpmn=bpmn or retimed(), **wanted), NOW
        )


def revision_of(house: House, draft_id: int) -> int:
    return int(value(house, "select revision from process_draft where id = :id", id=draft_id))


def submit(house: House, draft_id: int, login: str = AUTHOR, now: datetime = NOW) -> int:
    with house.work() as work:
        who, revision = actor_of(house, login), revision_of(house, draft_id)
        return draft_review.submit(work, who, draft_id, revision, "Rút ngắn thẩm định", now)


def submitted(house: House, bpmn: bytes | None = None, **more: Any) -> int:
    """A draft that waits for approval."""
    draft_id = begin(house, bpmn, **more)
    submit(house, draft_id)
    return draft_id


def approve(
    house: House,
    draft_id: int,
    *,
    login: str = APPROVER,
    effective: date = TODAY,
    decision: Decision = DECISION,
    upload: Upload | None = SCAN,
    now: datetime = NOW,
) -> int:
    with house.work() as work:
        return version_life.approve(
            work,
            actor_of(house, login),
            draft_id,
            revision_of(house, draft_id),
            Approval(decision, effective, upload),
            now,
        )


def approved(house: House, bpmn: bytes | None = None, *, days: int = 0, **more: Any) -> int:
    """A version approved to be in force after so many days."""
    return approve(house, submitted(house, bpmn, **more), effective=TODAY + timedelta(days=days))


def state_of(house: House, version_id: int) -> str:
    return str(value(house, "select state from procedure_version where id = :id", id=version_id))


def in_use(house: House, code: str = CODE) -> tuple[int, bool] | None:
    """The number of the version in use, and whether the procedure can be filed."""
    found = rows(
        house,
        "select v.number, p.is_active from procedure p join procedure_version v on v.id = p.version_id"
        " where p.code = :code",
        code=code,
    )
    return (found[0].number, found[0].is_active) if found else None


def log(house: House, action: str) -> list[Mapping[str, Any]]:
    """The details of what the security log says of an action, oldest first."""
    return [
        row.detail for row in rows(house, "select detail from audit where action = :a order by id", a=action)
    ]
