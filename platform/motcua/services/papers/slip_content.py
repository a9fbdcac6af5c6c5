"""What a slip says of its own, out of what was typed for the deed: papers asked for, reasons, new dates (F-03 … F-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.domain.dossier.dossier import Action
from motcua.domain.forms.form_format import format_money
from motcua.domain.papers.slip_words import moment_value
from motcua.domain.papers.unlisted_paper import key_of, papers_of
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier import effects
from motcua.services.dossier.case import Given
from motcua.services.papers import slip_merging
from motcua.services.time import appointments
from motcua.services.work import Work
from motcua.store.money import payment as payments
from motcua.store.time import appointment as stored

UNPAID = Text("Chưa thu khoản nào.", "Nothing was paid.")
STOPPING = Text("Dừng giải quyết hồ sơ.", "The dossier is stopped.")


def of(work: Work, shown: DossierPage, action: Action, given: Given, language: str) -> Mapping[str, object]:
    """The fields of the slip's own content by name (`domain.papers.slip_fields`); moments as ISO 8601."""
    found: dict[str, object] = {"reason": given.reason.strip(), "ground": given.ground}
    if action.slip == "supplement":
        return {**found, "requests": _requests(shown, given, language)}
    if action.slip in ("apology", "extension"):
        return {**found, **_dates(work, shown, action, given, language)}
    if action.key == "stop":
        names = [Text(one.row.name, _english(shown, one.row.step_id)).in_(language) for one in shown.waiting]
        found |= {
            "stage": ", ".join(names),
            "decision": STOPPING.in_(language),
            "money": _paid(work, shown).in_(language),
        }
    return {**found, "reasons": _merged(slip_merging.refusals(work, shown), language)}


def _paid(work: Work, shown: DossierPage) -> Text:
    """What has been paid for the dossier."""
    found = payments.of_dossiers(work.connection, [shown.row.id])[shown.row.id]
    paid = sum(one.amount for one in found if one.paid_at is not None)
    return format_money(paid) if paid else UNPAID


def _requests(shown: DossierPage, given: Given, language: str) -> list[str]:
    """The names of the papers asked for, those of the procedure first."""
    asked = [*given.papers, *map(key_of, given.other_papers)]
    papers = papers_of(shown.version.facts.papers, asked)
    return [(one.name_en or one.name) if language == "en" else one.name for one in papers]


def _dates(
    work: Work, shown: DossierPage, action: Action, given: Given, language: str
) -> Mapping[str, object]:
    """The date that the deed will set, or asks for; for an apology with what other agencies need (F-08)."""
    after = effects.of(work, shown, action, given).after
    until = after.appointment_at if after is not None else None
    rows = stored.of_dossier(work.connection, shown.row.id)
    times = 1 + sum(one.kind == action.slip and one.status != "refused" for one in rows)
    if action.slip == "apology":
        found = slip_merging.extensions(work, shown)
        if not given.duration.strip() and given.until is None:
            # The system proposes no earlier date than the other agencies need.
            until = max((at for at in (until, *(one.until for one in found)) if at), default=None)
        return {
            "new_appointment_at": moment_value(until),
            "times": times,
            "reasons": _merged(found, language),
        }
    seconds = appointments.working_seconds(given.duration, shown.deadline) if shown.deadline else 0
    more = duration_words(seconds).in_(language)
    return {"more_time": more, "until": moment_value(until), "times": times}


def _merged(found: Sequence[slip_merging.Contribution], language: str) -> list[Mapping[str, object]]:
    return [
        {
            "by": one.agency.in_(language),
            "reason": one.reason,
            "until": moment_value(one.until),
        }
        for one in found
    ]


def _english(shown: DossierPage, step_id: str) -> str:
    step = shown.version.model.step_by_id.get(step_id)
    return step.name_en or step.name if step is not None else step_id
