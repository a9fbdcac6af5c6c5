"""What the designer's page of a form tells its script, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for

from motcua.domain.forms.form_review import FormFinding
from motcua.domain.text import Text
from motcua.engine.reader.reader import read
from motcua.services.forms import form_use, shared_fields
from motcua.services.forms.catalogues import form_palette
from motcua.services.forms.form_examination import examine
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import form_version as versions
from motcua.store.process import procedure as procedures
from motcua.web.context import say

GROUPS: Final[Mapping[str, Text]] = {
    "person": Text("Người", "People"),
    "address": Text("Địa chỉ", "Addresses"),
    "organisation": Text("Tổ chức", "Organisations"),
    "land": Text("Đất đai", "Land"),
    "money": Text("Tiền", "Money"),
    "text": Text("Chữ và số", "Text and numbers"),
    "choice": Text("Lựa chọn", "Choices"),
    "paper": Text("Giấy tờ", "Papers"),
    "layout": Text("Bố cục", "Layout"),
}
SOURCES: Final[Mapping[str, Text]] = {
    "account.full_name": Text("Tài khoản: họ và tên", "Account: full name"),
    "account.personal_id": Text("Tài khoản: số định danh", "Account: personal ID"),
    "account.birth_date": Text("Tài khoản: ngày sinh", "Account: date of birth"),
    "account.phone": Text("Tài khoản: điện thoại", "Account: phone"),
    "account.email": Text("Tài khoản: thư điện tử", "Account: e-mail"),
    "account.address": Text("Tài khoản: địa chỉ", "Account: address"),
    "organisation.name": Text("Tổ chức: tên", "Organisation: name"),
    "organisation.tax_code": Text("Tổ chức: mã số thuế", "Organisation: tax code"),
    "earlier": Text("Hồ sơ trước có cùng trường dùng chung", "An earlier dossier with the same shared field"),
}


def page_facts(work: Work, row: Record, *, is_read_only: bool) -> dict[str, Any]:
    """Everything the script needs to begin with."""
    before = versions.by_id(work.connection, row.based_on) if row.based_on is not None else None
    return {
        "id": row.id,
        "key": row.key,
        "revision": row.revision,
        "savedAt": row.updated_at.isoformat(),
        "readOnly": is_read_only,
        "schema": row.schema,
        # Keys that dossiers and processes know already stay as they are.
        "published": before.schema if before is not None else None,
        "findings": finding_facts(examine(work, row.schema)),
        "palette": _palette(),
        "groups": [{"key": key, "name": say(words)} for key, words in GROUPS.items()],
        "shared": [_shared(one) for one in shared_fields.snippets(work)],
        "sources": [{"key": key, "name": say(words)} for key, words in SOURCES.items()],
        "papers": _papers(work, row),
        "urls": {
            "schema": url_for("studio.form_schema", draft_id=row.id),
            "preview": url_for("studio.form_preview", draft_id=row.id),
        },
    }


def finding_facts(findings: Sequence[FormFinding]) -> list[dict[str, str]]:
    return [
        {"code": one.code, "severity": one.severity, "pointer": one.pointer, "message": say(one.message)}
        for one in findings
    ]


def _palette() -> list[dict[str, Any]]:
    return [
        {
            "key": one["key"],
            "group": one["group"],
            "icon": one["icon"],
            "name": say(Text(**one["title"])),
            "help": say(Text(**one["help"])),
            "schema": one["schema"],
        }
        for one in form_palette()
    ]


def _shared(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": one["name"],
        "name": say(Text(one["title"], one["title_en"])),
        "vi": one["title"],
        "schema": one["schema"],
    }


def _papers(work: Work, row: Record) -> list[dict[str, str]]:
    """The papers of the procedures that have this form, else of all procedures of its field: key and name, once each."""
    found: dict[str, str] = {}
    uses = [one.version.id for one in form_use.of_form(work, row.field, row.key)]
    others = () if uses else procedures.search(work.connection, (), row.field, "")
    for version_id in uses or [one.version_id for one in others if one.version_id]:
        version = procedures.version(work.connection, version_id)
        model = read(bytes(version.bpmn)).model if version is not None else None
        for paper in model.facts.papers if model is not None and model.facts is not None else ():
            found.setdefault(paper.key, say(Text(paper.name, paper.name_en or paper.name)))
    return [{"key": key, "name": name} for key, name in found.items()]
