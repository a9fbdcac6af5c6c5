"""Simulations of a draft or a version: the numbers asked for, the reckoning under way, its outcome (A-18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import FieldError, ValidationError
from motcua.services.process.procedures import UnfitModelError
from motcua.services.simulation import simulation_past, simulations, trials
from motcua.services.simulation.trials import Of
from motcua.web.access import open_to
from motcua.web.context import actor, new_work, now, say
from motcua.web.errors import status_of
from motcua_admin import bp
from motcua_admin.simulation.simulation_form import assumed_of, lines_of, written
from motcua_admin.simulation.simulation_page import LEVELS, outcome_of
from motcua_admin.simulation.trial import address_of as trial_address_of
from motcua_admin.simulation.trial import simulation_address as address_of


@bp.get("/ban-thao/<int:draft_id>/mo-phong")
@open_to("staff")
def simulation(draft_id: int) -> ResponseReturnValue:
    """The simulations of a draft, and the numbers of a new one."""
    return _form(Of("draft", draft_id))


@bp.post("/ban-thao/<int:draft_id>/mo-phong")
@open_to("staff")
def simulation_start(draft_id: int) -> ResponseReturnValue:
    """Ask for a simulation of a draft."""
    return _start(Of("draft", draft_id))


@bp.get("/phien-ban/<int:version_id>/mo-phong")
@open_to("staff")
def simulation_version(version_id: int) -> ResponseReturnValue:
    """The simulations of a version, and the numbers of a new one."""
    return _form(Of("version", version_id))


@bp.post("/phien-ban/<int:version_id>/mo-phong")
@open_to("staff")
def simulation_version_start(version_id: int) -> ResponseReturnValue:
    """Ask for a simulation of a version."""
    return _start(Of("version", version_id))


@bp.get("/mo-phong/<int:simulation_id>")
@open_to("staff")
def simulation_run(simulation_id: int) -> ResponseReturnValue:
    """How far a simulation is, then what came of it."""
    with new_work() as work:
        asked = simulations.get(work, actor(), simulation_id)
    return render_template(
        "studio/simulation_run.html",
        asked=asked,
        outcome=outcome_of(asked),
        address=address_of(asked.of),
        levels=LEVELS,
        written=written,
    )


@bp.post("/mo-phong/<int:simulation_id>")
@open_to("staff")
def simulation_remove(simulation_id: int) -> ResponseReturnValue:
    """Delete a simulation."""
    with new_work() as work:
        of = simulations.remove(work, actor(), simulation_id)
    flash(_("Đã xóa lượt mô phỏng."), "ok")
    return redirect(address_of(of), 303)


def _form(
    of: Of, form: Mapping[str, str] | None = None, errors: Sequence[FieldError] = (), status: int = 200
) -> ResponseReturnValue:
    with new_work() as work:
        found = trials.tried(work, actor(), of)
        past = simulation_past.of(work, found, now())
        assumed = simulation_past.defaults(work, found, past, now())
        rows = simulations.listing(work, of)
    model = found.version.model if found.version is not None else None
    body = render_template(
        "studio/simulation.html",
        found=found,
        past=past,
        assumed=assumed,
        lines=lines_of(model, assumed, past.visits) if model is not None else None,
        steps=sorted(model.steps, key=lambda step: step.order) if model is not None else (),
        rows=rows,
        form=form or {},
        errors={one.pointer.removeprefix("/"): say(one.message) for one in errors},
        summary=[(one.pointer.removeprefix("/"), say(one.message)) for one in errors],
        address=address_of(of),
        trial_address=trial_address_of(of),
        written=written,
    )
    return make_response(body, status)


def _start(of: Of) -> ResponseReturnValue:
    try:
        with new_work() as work:
            found = trials.tried(work, actor(), of)
            if found.version is None:
                raise UnfitModelError(found.findings)
            past = simulation_past.of(work, found, now())
            known = simulation_past.defaults(work, found, past, now())
            assumed = assumed_of(request.form, found.version.model, known)
            simulation_id = simulations.start(work, actor(), of, assumed, now())
    except ValidationError as error:
        return _form(of, request.form, error.errors, status_of(error))
    except UnfitModelError as error:
        flash(say(error.message), "warn")
        return redirect(address_of(of), 303)
    except simulations.UnderWayError as error:
        flash(say(error.message), "warn")
        return redirect(url_for("studio.simulation_run", simulation_id=error.simulation_id), 303)
    return redirect(url_for("studio.simulation_run", simulation_id=simulation_id), 303)
