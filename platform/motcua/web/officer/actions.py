"""What an officer does to a dossier: each view hands what was sent to one service and shows the dossier again."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, InputError
from motcua.services.dossier import results, steps
from motcua.services.dossier.steps import Completion
from motcua.services.intake import intake
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, language, new_work, now
from motcua.web.errors import status_of
from motcua.web.filters import instant
from motcua.web.forms import FormView
from motcua.web.office.typed import number_of
from motcua.web.officer.card import FORM_PREFIX
from motcua.web.officer.dossier import show
from motcua.web.officer.typed import marks_of, redrawn, refused

# What the desk may do when a paper is not in order.
INSTEAD = ("request_supplement", "refuse_at_intake")


@open_to("staff")
def accept(code: str) -> ResponseReturnValue:
    """Accept the dossier with the checklist of its papers, or go on to what is possible instead (C-08)."""
    if request.form.get("do") in INSTEAD:
        bad = [key for key, mark in marks_of(request.form).items() if mark == "bad"]
        return redirect(
            url_for("officer.act_form", code=code, action_key=request.form["do"], papers=bad), 303
        )

    def act(work: Work) -> str:
        due = intake.accept(work, actor(), code, marks_of(request.form), now())
        return str(
            _(
                "Đã tiếp nhận hồ sơ. Hạn xử lý %(due)s, hẹn trả kết quả %(appointment)s.",
                due=instant(due.due_at),
                appointment=instant(due.appointment_at),
            )
        )

    return _acted(code, act)


@open_to("staff")
def claim(code: str, task_id: str) -> ResponseReturnValue:
    """Take a step that waits for the group."""

    def act(work: Work) -> str:
        steps.claim(work, actor(), code, task_id, now())
        return str(_("Bạn đã nhận việc này. Người khác trong nhóm không làm bước này nữa."))

    return _acted(code, act, task_id)


@open_to("staff")
def release(code: str, task_id: str) -> ResponseReturnValue:
    """Give a step back to the group."""

    def act(work: Work) -> str:
        steps.release(work, actor(), code, task_id, now())
        return str(_("Đã trả việc về nhóm."))

    return _acted(code, act, task_id)


@open_to("staff")
def finish(code: str, task_id: str) -> ResponseReturnValue:
    """Finish the step with its form, an opinion and files, and so forward the dossier (D-02, D-05)."""
    if "_action" in request.form:
        return show(code, redrawn())

    def act(work: Work) -> str:
        progress = steps.finish(work, actor(), code, task_id, _completion(work, code, task_id), now())
        return str(_("Đã hoàn thành bước cuối của quy trình.") if progress.ended else _("Đã chuyển hồ sơ."))

    return _acted(code, act)


@open_to("staff")
def confirm(code: str) -> ResponseReturnValue:
    """Confirm that there is a result (D-14)."""

    def act(work: Work) -> str:
        results.confirm(work, actor(), code, now())
        return str(_("Đã xác nhận có kết quả lúc %(at)s.", at=instant(now())))

    return _acted(code, act)


@open_to("staff")
def return_result(code: str) -> ResponseReturnValue:
    """Hand the result over, which ends the dossier (D-15)."""

    def act(work: Work) -> str:
        given = (request.form.get("recipient", ""), request.form.get("method", ""))
        results.return_result(work, actor(), code, *given, now())
        return str(_("Đã ghi nhận trả kết quả. Hồ sơ kết thúc."))

    return _acted(code, act)


def _acted(code: str, act: Callable[[Work], str], task_id: str | None = None) -> ResponseReturnValue:
    """Do it once and open the dossier again, or show what was typed with what was wrong."""
    try:
        with new_work() as work:
            done = act(work)
    except (InputError, ConflictError) as error:
        return show(code, refused(error), status_of(error))
    flash(done, "ok")
    return redirect(url_for("officer.dossier", code=code, task=task_id), 303)


def _completion(work: Work, code: str, task_id: str) -> Completion:
    """What was sent, read by the step's own form. New files stand in the answers by the name of their input."""
    asked = steps.form_of(work, actor(), code, task_id)
    answers: dict[str, object] = {}
    answer_files: dict[str, Upload] = {}
    if asked is not None:
        view = FormView(
            asked.definition,
            prefix=FORM_PREFIX,
            formdata=request.form,
            language=language(),
            files=asked.files,
        )
        for slot in view.file_fields():
            upload = _upload(slot.upload_name)
            if upload is not None:
                answer_files[slot.upload_name] = upload
                view.set_file(slot.pointer, slot.upload_name, upload.name)
        answers = view.data
    sent = request.files.getlist("_files")
    uploads = [Upload(one.filename, one.read()) for one in sent if one.filename]
    return Completion(
        answers,
        request.form.get("_opinion", ""),
        uploads,
        answer_files,
        person=number_of(request.form, "_person"),
        paper_sent="_paper_sent" in request.form,
    )


def _upload(name: str) -> Upload | None:
    sent = request.files.get(name)
    return Upload(sent.filename, sent.read()) if sent is not None and sent.filename else None
