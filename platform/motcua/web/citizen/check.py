"""The last look: every answer with its way back, the declaration (B-06), and the button that sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motcua.domain.declaration.declaration import DECLARATION
from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.domain.forms import validate_section
from motcua.domain.money.fees import charges_of, has_rule
from motcua.services.dossier import results
from motcua.services.intake import drafts, on_behalf, receiving, submission
from motcua.services.intake.drafts import Draft
from motcua.services.intake.receiving import Receiving
from motcua.services.papers import carriers
from motcua.services.papers.carriers import Told
from motcua.web.access import open_to
from motcua.web.citizen import parts
from motcua.web.citizen.parts import Part
from motcua.web.citizen.section import sent_url
from motcua.web.context import actor, language, new_work, now, say, today
from motcua.web.filters import money
from motcua.web.public.sheet import fee_words

RECEIVE_BY, ADDRESS = "receive_by", "receive_address"
TELL_BY, ASKED = "tell_by", "tell_by_asked"
"""The carriers ticked, and that the page asked for them: no box ticked is an answer too."""
Summary = Sequence[tuple[str, str]]
"""(id on this page or address, message) for the error summary."""


@open_to("citizen")
def page(draft_id: UUID) -> ResponseReturnValue:
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        told = carriers.of_draft(work, draft)
    return redirect(url) if (url := sent_url(draft)) else _page(draft, told)


@open_to("citizen")
def submit(draft_id: UUID) -> ResponseReturnValue:
    declared = request.form.get("declared") == "yes"
    tell_by = request.form.getlist(TELL_BY) if ASKED in request.form else None
    # The declaration is kept in the words that were read.
    citizen = replace(actor(), language=language())
    try:
        with new_work() as work:
            receipt = submission.submit(
                work, citizen, draft_id, declared=declared, now=now(), tell_by=tell_by, receive=_receiving()
            )
    except ValidationError as error:
        return _refused(draft_id, error), 422
    except (ConflictError, InputError) as error:
        status = 409 if isinstance(error, ConflictError) else 400
        return _refused(draft_id, error), status
    return redirect(url_for("citizen.filed", code=receipt.code), 303)


def _receiving() -> Receiving | None:
    """How the result is wanted; none where the page did not ask."""
    if RECEIVE_BY not in request.form:
        return None
    return Receiving(request.form[RECEIVE_BY], request.form.get(ADDRESS, ""))


def _refused(draft_id: UUID, error: ConflictError | InputError) -> str:
    """The page again, with what stands in the way."""
    with new_work() as work:
        draft = drafts.get(work, actor(), draft_id)
        told = carriers.of_draft(work, draft)
    if isinstance(error, ValidationError):
        return _page(draft, told, [(_place(draft, one), _sentence(draft, one)) for one in error.errors])
    return _page(draft, told, notice=say(error.message))


def _place(draft: Draft, error: FieldError) -> str:
    """Where the problem is put right: on this page, or the address of its part with the errors shown."""
    if error.pointer in ("/_declared", f"/_{RECEIVE_BY}", f"/_{ADDRESS}"):
        return error.pointer.removeprefix("/_")
    if error.pointer == "/_behalf":
        return url_for("citizen.behalf", draft_id=draft.id)
    if error.pointer.startswith("/_papers/"):
        key = error.pointer.removeprefix("/_papers/")
        return url_for("citizen.papers", draft_id=draft.id, review=1, _anchor=f"paper-{key}")
    section = draft.form.section_of(_top(error))
    if section is None:
        return ""
    return _section_url(draft, section.key, review=1, _anchor=_top(error))


def _section_url(draft: Draft, section_key: str, **more: Any) -> str:
    """The page of a section, from which saving leads back here."""
    key = parts.page_key(draft, section_key)
    return url_for("citizen.section", draft_id=draft.id, section_key=key, back=parts.CHECK, **more)


def _sentence(draft: Draft, error: FieldError) -> str:
    """The message, with the label of its question where it does not name it: here the field is not in sight."""
    field, words = draft.form.field_by_key.get(_top(error)), say(error.message)
    if field is None or say(field.label).casefold() in words.casefold():
        return words
    return f"{say(field.label)}: {words}"


def _fee(draft: Draft) -> str:
    """What will be charged for what was filled in, as far as it hangs on that."""
    fees = [fee for fee in draft.version.facts.fees if fee.channel in ("", "online")]
    if not has_rule(fees):
        return fee_words(fees)
    return money(sum(one.amount for one in charges_of(fees, "online", draft.data)))


def _blank_sections(draft: Draft) -> set[str]:
    """Sections without any answer, which the list of answers leaves out."""
    return {
        section.key
        for section in draft.form.sections
        if not any(field.key in draft.data for field in section.fields)
    }


def _count(draft: Draft, part: Part) -> int:
    """How many places of a part must still be filled in or mended."""
    if part.key == parts.PAPERS:
        return len(drafts.missing_papers(draft))
    sections = [one.key for one in draft.form.sections if parts.page_key(draft, one.key) == part.key]
    return sum(len(validate_section(draft.form, key, draft.data, today=today())) for key in sections)


def _top(error: FieldError) -> str:
    return error.pointer.split("/")[1] if "/" in error.pointer else ""


def _page(draft: Draft, told: Told, errors: Summary = (), notice: str = "") -> str:
    ticked = request.form.getlist(TELL_BY) if ASKED in request.form else told.chosen
    here = parts.way(draft, parts.CHECK)
    with new_work() as work:
        owner = on_behalf.of_draft(work, draft)
    return render_template(
        "citizen/check.html",
        draft=draft,
        way=here,
        unfinished=[(part, _count(draft, part)) for part in here.parts if part.is_lacking],
        blank=[part for part in here.parts if not part.is_lacking and part.key in _blank_sections(draft)],
        errors=errors,
        notice_words=notice,
        declared=request.form.get("declared") == "yes",
        declaration=say(DECLARATION),
        ways=[]
        if draft.amends_code
        else [(key, say(one)) for key, one in results.methods_of(draft.version).items()],
        owner=owner,
        holder=actor().name,
        wanted=_receiving() or receiving.usual(draft.version),
        carriers=[(medium, say(name), medium in ticked) for medium, name in told.offered.items()],
        lang=language(),
        fee=_fee(draft),
        has_fees=bool(draft.version.facts.fees),
        section_url=lambda key: _section_url(draft, key),
        file_url=lambda file_id: url_for("citizen.draft_file", draft_id=draft.id, file_id=file_id),
        field_files={str(file.id): file.name for file in draft.files},
    )
