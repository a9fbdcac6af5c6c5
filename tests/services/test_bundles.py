"""A procedure travels as one bundle: the same for the same contents, taken in as a draft, never believed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from fixtures_house import NOW
from services.version_story import approve, submit

from motcua.contrib import bundle_file
from motcua.contrib.bundle_file import BundleError
from motcua.domain.people.permissions import Actor
from motcua.engine.reader.reader import read
from motcua.services.process import (
    bundles,
    draft_choices,
    procedure_sheet,
    procedures,
    process_drafts,
)
from motcua.services.process.new_drafts import Wanted
from motcua.services.work import House
from motcua.store.process import library
from motcua.store.process import procedure as stored

CODE = "1.001612"


def exported(house: House, author: Actor) -> bundles.Exported:
    with house.work() as work:
        return bundles.of_version(work, author, stored.current(work.connection, CODE).version_id)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return out.getvalue()


def repacked(content: bytes, **changed: Any) -> bytes:
    """The bundle with parts put in place of its own, with a manifest that agrees."""
    parts, _ = bundle_file.unpack(content)
    for path, part in changed.items():
        parts[path.replace("__", "/").replace("_bpmn", ".bpmn").replace("_json", ".schema.json")] = part
    return bundle_file.pack(parts, {})


def test_a_bundle_is_the_same_for_the_same_contents_and_comes_back_whole(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    first = exported(house, author)
    assert first == exported(house, author)
    bundle = bundles.opened(first.content)
    with house.work() as work:
        version = stored.version(work.connection, stored.current(work.connection, CODE).version_id)
        assert bundle.forms == version.forms
        wanted = Wanted(CODE, bundle.model.name, "ho_kinh_doanh", "xa")
        draft = process_drafts.get(work, author, bundles.take(work, author, bundle, wanted, (), NOW))
    assert (draft.state, draft.origin, draft.forms) == ("draft", "bundle", {})
    assert read(bytes(draft.bpmn)).model == read(bytes(version.bpmn)).model


def test_a_form_that_differs_is_asked_about_and_ours_is_never_overwritten(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    bundle = bundles.opened(exported(house, author).content)
    key = "tham_dinh"
    with house.work() as work:
        ours = {**bundle.forms[key], "title": "Phiếu của tỉnh ta"}
        procedures.keep_forms(work, "ho_kinh_doanh", {key: ours}, NOW)
        work.commit()
        states = {form.key: form.state for form in bundles.compared(work, bundle, "ho_kinh_doanh")}
        wanted = Wanted(CODE, bundle.model.name, "ho_kinh_doanh", "xa")
        kept = process_drafts.get(work, author, bundles.take(work, author, bundle, wanted, (), NOW))
        taken = process_drafts.get(work, author, bundles.take(work, author, bundle, wanted, (key,), NOW))
        after = {row.key: row.schema for row in library.forms(work.connection, "ho_kinh_doanh")}
    assert (states[key], states["hkd_thanh_lap"]) == ("differs", "same")
    assert (kept.forms, taken.forms) == ({}, {key: bundle.forms[key]})
    assert after[key]["title"] == "Phiếu của tỉnh ta"


def test_what_the_library_lacks_comes_with_the_draft(house: House, act_as: Callable[[str], Actor]) -> None:
    author = act_as("soan.quytrinh")
    bundle = bundles.opened(exported(house, author).content)
    with house.work() as work:
        stored.save_field(work.connection, "noi_vu", "Nội vụ", "Home affairs")
        work.commit()
        wanted = Wanted("9.000002", "Thủ tục mang sang", "noi_vu", "tinh")
        draft_id = bundles.take(work, author, bundle, wanted, (), NOW)
        draft = process_drafts.get(work, author, draft_id)
        found = process_drafts.examined(work, draft)
        offered = draft_choices.choices(work, draft, None).forms
        asked = procedure_sheet.form_of(work, draft, draft.field, "hkd_thanh_lap")
        forms = library.forms(work.connection, "noi_vu")
    assert forms == []
    assert draft.forms == bundle.forms
    assert {key for key, _ in offered} == set(bundle.forms)
    assert asked is not None
    assert found.errors == []


def test_the_library_gets_a_bundles_new_forms_with_the_approval_and_keeps_its_own(
    house: House, act_as: Callable[[str], Actor]
) -> None:
    author = act_as("soan.quytrinh")
    bundle = bundles.opened(exported(house, author).content)
    with house.work() as work:
        stored.save_field(work.connection, "noi_vu", "Nội vụ", "Home affairs")
        work.commit()
        wanted = Wanted("9.000002", bundle.model.name, "noi_vu", "xa")
        draft_id = bundles.take(work, author, bundle, wanted, (), NOW)
        ours = {**bundle.forms["tham_dinh"], "title": "Phiếu của tỉnh ta"}
        procedures.keep_forms(work, "noi_vu", {"tham_dinh": ours}, NOW)
        work.commit()
    submit(house, draft_id)
    approve(house, draft_id)
    with house.work() as work:
        after = {row.key: row.schema for row in library.forms(work.connection, "noi_vu")}
    assert after == {**bundle.forms, "tham_dinh": ours}


def test_a_draft_takes_the_called_processes_along(house: House, act_as: Callable[[str], Actor]) -> None:
    author = act_as("soan.quytrinh")
    called = library_process(house, b"P_goi_thu")
    with house.work() as work:
        plain = bundles.opened(exported(house, author).content)
        calling = plain.bpmn.replace(
            b"</bpmn:process>", b'<bpmn:callActivity id="G1" calledElement="P_goi_thu"/></bpmn:process>', 1
        )
        wanted = Wanted("9.000003", "Thủ tục gọi", "ho_kinh_doanh", "xa")
        draft_id = bundles.new_drafts.of_file(work, author, calling, wanted, NOW)
        bundle = bundles.opened(bundles.of_draft(work, author, draft_id).content)
        library.save_part(work.connection, "process", "P_goi_thu", called.replace(b"Goi", b"Khac"))
        work.commit()
        taken = bundles.take(work, author, bundle, wanted, (), NOW)
        draft = process_drafts.get(work, author, taken)
    assert bundle.called == {"P_goi_thu": called}
    assert b"Goi thu" in bytes(draft.bpmn)
    assert "P_goi_thu" in draft.notes[0]["text"]


def library_process(house: House, key: bytes) -> bytes:
    content = (
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://t">'
        b'<bpmn:process id="'
        + key
        + b'" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:task id="t" name="Goi thu"/>'
        b'<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>'
        b'<bpmn:sequenceFlow id="b" sourceRef="t" targetRef="e"/></bpmn:process></bpmn:definitions>'
    )
    with house.work() as work:
        library.save_part(work.connection, "process", key.decode(), content)
        work.commit()
    return content


def deep(levels: int) -> bytes:
    return json.dumps({"properties": {}}).replace("{}", '{"a":' * levels + "1" + "}" * levels).encode()


HOSTILE: Mapping[str, Callable[[bytes], bytes]] = {
    "no zip": lambda _good: b"PK\x03\x04 hong",
    "a table": lambda _good: zipped({"word/document.xml": b"<x/>"}),
    "no manifest": lambda _good: zipped({"process.bpmn": b"<x/>"}),
    "way out": lambda _good: bundle_file.pack({"process.bpmn": b"<x/>", "../../etc/passwd": b"x"}, {}),
    "absolute": lambda _good: bundle_file.pack({"process.bpmn": b"<x/>", "/forms/a.schema.json": b"{}"}, {}),
    "script": lambda _good: bundle_file.pack({"process.bpmn": b"<x/>", "forms/a.py": b"x"}, {}),
    "twice": lambda _good: zipped_twice("process.bpmn"),
    "changed": lambda good: zipped({**parts_of(good), "process.bpmn": b"<x/>"}),
    "missing": lambda good: zipped({"manifest.json": parts_of(good)["manifest.json"]}),
    "newer": lambda _good: zipped(
        {"manifest.json": b'{"format": "motcua-bundle", "format_version": 2, "files": {}}'}
    ),
    "swollen": lambda good: repacked(good, forms__a_json=b" " * (bundle_file.MAX_UNPACKED + 1)),
    "many": lambda _good: bundle_file.pack({f"called/{place}.bpmn": b"" for place in range(201)}, {}),
    "entities": lambda good: repacked(good, process_bpmn=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'),
    "deep json": lambda good: repacked(good, forms__a_json=deep(61)),
    "bottomless json": lambda good: repacked(good, forms__a_json=deep(200_000)),
    "no form": lambda good: repacked(good, forms__a_json=b'{"type": "array"}'),
    "large": lambda _good: b"PK\x03\x04" + bytes(bundle_file.MAX_BYTES),
}


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped_twice(path: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(path, b"<x/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(path, b"<x/>")
    return out.getvalue()


def test_hostile_bundles_are_refused_in_words(house: House, act_as: Callable[[str], Actor]) -> None:
    good = exported(house, act_as("soan.quytrinh")).content
    believed = [name for name, made in HOSTILE.items() if not is_refused(made(good))]
    assert believed == []


def is_refused(content: bytes) -> bool:
    try:
        bundles.opened(content)
    except BundleError as refused:
        return len(refused.message.vi) > 20
    return False


def test_taking_a_bundle_in_is_in_the_log(house: House, act_as: Callable[[str], Actor]) -> None:
    author = act_as("soan.quytrinh")
    bundle = bundles.opened(exported(house, author).content)
    with house.work() as work:
        wanted = Wanted(CODE, bundle.model.name, "ho_kinh_doanh", "xa")
        draft_id = bundles.take(work, author, bundle, wanted, (), NOW)
        row = work.connection.exec_driver_sql(
            "select actor_name, subject, detail from audit where action = 'draft.create' order by id desc limit 1"
        ).one()
    assert (row.actor_name, row.subject) == (author.name, CODE)
    assert row.detail == {"draft": draft_id, "origin": "bundle"}
