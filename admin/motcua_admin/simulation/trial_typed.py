"""What was typed on the pages of trials: answers, instants, and files that are only named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from flask import request
from werkzeug.datastructures import MultiDict

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms.form_sample import FILE_ID, FILE_NAME
from motcua.domain.text import Text
from motcua.engine import StepNotWaitingError
from motcua.services.dossier import operations, outside_values, step_form
from motcua.services.simulation import trial_offers
from motcua.services.simulation.trials import Running
from motcua.web.context import language
from motcua.web.filters import ZONE
from motcua.web.forms import FormView

STEP_PREFIX: Final = "step-"
VALUE_PREFIX: Final = "value-"


def named_files(view: FormView) -> dict[str, str]:
    """The names of the files chosen; what is in them is not kept."""
    names = {FILE_ID: FILE_NAME}
    for number, slot in enumerate(view.file_fields(), 1):
        sent = request.files.get(slot.upload_name)
        if sent is not None and sent.filename:
            key = f"tep-{number}"
            view.set_file(slot.pointer, key, sent.filename)
            names[key] = sent.filename
    return names


def instant_of(form: Mapping[str, str], otherwise: datetime) -> datetime:
    """The instant of a field for date and time; raises ValidationError at "/at"."""
    text = form.get("at", "").strip()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE) if text else otherwise
    except ValueError:
        words = Text(
            "Ngày giờ chưa đúng. Chọn ngày và giờ, như 31/12/2026 13:30.",
            "This is no date and time. Choose both, such as 31/12/2026 13:30.",
        )
        raise ValidationError([FieldError("/at", "instant", words)]) from None


def step_answers(
    found: Running, form: MultiDict[str, str], task_id: str
) -> tuple[dict[str, object], dict[str, str]]:
    """The answers to a waiting step's form, with the names of files; raises StepNotWaitingError."""
    held = found.course.waiting(task_id)
    if held is None or held.kind != "step":
        raise StepNotWaitingError(task_id)
    definition = step_form.of_step(found.ground.version, held.element)
    if definition is None:
        return {}, {}
    view = FormView(
        definition, prefix=STEP_PREFIX, formdata=form, language=language(), files=found.course.files
    )
    files = named_files(view)
    return view.data, files


def outside_answers(found: Running, form: MultiDict[str, str], task_id: str) -> dict[str, object]:
    """The values that come with a service's answer, of the kinds it declares, or with a message."""
    typed = {
        name.removeprefix(VALUE_PREFIX): text for name, text in form.items() if name.startswith(VALUE_PREFIX)
    }
    held = found.course.waiting(task_id)
    if held is not None and held.kind == "service":
        operation = operations.service_of(found.ground.version, held.element).operation
        task = found.ground.work.house.operations.get(operation)
        if task is not None:
            return outside_values.read_typed(task.outputs, typed)
    known = trial_offers.outside_names(found.ground)
    return {
        name: trial_offers.read_any(text) for name, text in typed.items() if name in known and text.strip()
    }
