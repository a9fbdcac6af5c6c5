"""The operator's list: calls to other systems that failed, and the three ways out of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.services.dossier import operators
from motcua.services.work import Work
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of


@dataclass(frozen=True, slots=True)
class Refused:
    """What was sent for one call and refused, shown again beside it."""

    task: str = ""
    errors: tuple[FieldError, ...] = ()

    def at(self, code: str, task_id: str, pointer: str) -> str:
        if self.task != f"{code}/{task_id}":
            return ""
        return next((say(one.message) for one in self.errors if one.pointer == pointer), "")


@open_to("staff")
def failed_calls() -> ResponseReturnValue:
    """All failed calls within the operator's reach."""
    return _list()


@open_to("staff")
def retry(code: str, task_id: str) -> ResponseReturnValue:
    """Have the call made again."""

    def act(work: Work) -> str:
        operators.retry(work, actor(), code, task_id, now())
        return str(_("Đã xếp gọi lại cho hồ sơ %(code)s.", code=code))

    return _acted(code, task_id, act)


@open_to("staff")
def answer(code: str, task_id: str) -> ResponseReturnValue:
    """Give the call's answer by hand."""

    def act(work: Work) -> str:
        operators.answer(work, actor(), code, task_id, request.form, now())
        return str(_("Đã ghi kết quả thay. Hồ sơ %(code)s đi tiếp.", code=code))

    return _acted(code, task_id, act)


@open_to("staff")
def give_up(code: str, task_id: str) -> ResponseReturnValue:
    """End the call with an error that the process catches."""

    def act(work: Work) -> str:
        operators.give_up(work, actor(), code, task_id, request.form.get("error_code", ""), now())
        return str(_("Đã báo lỗi. Hồ sơ %(code)s theo nhánh xử lý lỗi.", code=code))

    return _acted(code, task_id, act)


def _acted(code: str, task_id: str, act: Callable[[Work], str]) -> ResponseReturnValue:
    try:
        with new_work() as work:
            done = act(work)
    except ConflictError as error:
        flash(say(error.message), "warn")
    except InputError as error:
        errors = error.errors if isinstance(error, ValidationError) else (_of(error),)
        return _list(Refused(f"{code}/{task_id}", tuple(errors)), status_of(error))
    else:
        flash(done, "ok")
    return redirect(url_for("officer.failed_calls"), 303)


def _of(error: InputError) -> FieldError:
    return FieldError("/", error.code, error.message)


def _list(refused: Refused = Refused(), status: int = 200) -> ResponseReturnValue:
    with new_work() as work:
        found = operators.failed_calls(work, actor())
    page = render_template(
        "officer/operations.html",
        calls=found,
        refused=refused,
        typed=request.form,
        any_code=operators.ANY_CODE,
    )
    return make_response(page, status)
