"""Supplying what was asked for (C-15, D-08): only those papers, each with its own upload; works without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from motcua.domain.errors import ConflictError, ValidationError
from motcua.services.desk import lookup
from motcua.services.desk.lookup import OwnDossier
from motcua.services.intake import supplement
from motcua.services.papers import files
from motcua.services.papers.files import FileError, Upload
from motcua.web.access import open_to
from motcua.web.context import actor, house, new_work, now, say


@open_to("citizen")
def page(code: str) -> ResponseReturnValue:
    with new_work() as work:
        own = lookup.own(work, actor(), code, now())
    if own.todo.asked is None:
        return redirect(url_for("citizen.dossier", code=code))
    return _page(own)


@open_to("citizen")
def submit(code: str) -> ResponseReturnValue:
    with new_work() as work:
        own = lookup.own(work, actor(), code, now())
    uploads = _uploads(own)
    try:
        with new_work() as work:
            later = supplement.supply_own(work, actor(), code, uploads, now())
    except ValidationError as error:
        return _page(own, {one.pointer[1:]: say(one.message) for one in error.errors}), 422
    except FileError as error:
        return _page(own, {_paper_of(uploads, error): say(error.message)}), 422
    except ConflictError as error:
        flash(say(error.message), "warn")
        return redirect(url_for("citizen.dossier", code=code), 303)
    if later != code:
        flash(_("Đã nộp lại. Hồ sơ mới có mã %(code)s và được tính thời hạn từ đầu.", code=later), "ok")
        return redirect(url_for("citizen.filed", code=later), 303)
    flash(_("Đã nộp bổ sung. Cơ quan giải quyết tiếp hồ sơ của bạn."), "ok")
    return redirect(url_for("citizen.dossier", code=code), 303)


def _uploads(own: OwnDossier) -> dict[str, list[Upload]]:
    """The files that came, by paper; only papers that were asked for are looked at."""
    asked = own.todo.asked.papers if own.todo.asked is not None else ()
    return {
        paper.key: [
            Upload(sent.filename, sent.read())
            for sent in request.files.getlist(f"paper-{paper.key}")
            if sent.filename
        ]
        for paper in asked
    }


def _paper_of(uploads: Mapping[str, list[Upload]], error: FileError) -> str:
    """The paper whose file was refused: the one that the message names."""
    return next(
        (
            key
            for key, sent in uploads.items()
            for one in sent
            if files.tidy_name(one.name) in error.message.vi
        ),
        next(iter(uploads), ""),
    )


def _page(own: OwnDossier, problems: Mapping[str, str] | None = None) -> str:
    by_paper = dict(problems or {})
    return render_template(
        "citizen/supplement.html",
        own=own,
        asked=own.todo.asked,
        dossier=own.track.row,
        errors=[(f"paper-{key}", why) for key, why in by_paper.items()],
        by_paper=by_paper,
        earlier={
            paper.key: [
                file for file in own.files if file.slot == f"paper:{paper.key}" and file.replaced_at is None
            ]
            for paper in (own.todo.asked.papers if own.todo.asked is not None else ())
        },
        accept=",".join(files.KINDS),
        limit_megabytes=house().upload_limit // (1024 * 1024),
    )
