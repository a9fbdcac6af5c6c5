"""A procedure from one installation to another: exported as one bundle, taken in as a draft and never otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from motcua.contrib import bundle_file
from motcua.contrib.bundle_file import BundleError
from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.forms import FormDefinition
from motcua.domain.people.permissions import Actor
from motcua.domain.process.process import ProcedureFacts, ProcessModel
from motcua.domain.text import Text
from motcua.engine.linker.linker import link
from motcua.engine.reader.model_names import names_in
from motcua.engine.reader.reader import read
from motcua.services.process import new_drafts, process_drafts
from motcua.services.process.new_drafts import Wanted
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.process import library

FormState = Literal["new", "same", "differs"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds: `forms` by key, `called` by process id, `decisions` by decision id."""

    bpmn: bytes
    model: ProcessModel
    forms: Mapping[str, Mapping[str, Any]]
    called: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    origin: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> ProcedureFacts | None:
        return self.model.facts


@dataclass(frozen=True, slots=True)
class BundleForm:
    """A form of a bundle against the library's of the same field and key."""

    key: str
    title: str
    state: FormState


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle to hand over: the name of its file and its bytes."""

    name: str
    content: bytes


def of_draft(work: Work, actor: Actor, draft_id: int) -> Exported:
    """The bundle of a draft, with the library's parts that it needs; raises NotFoundError, NotAllowedError."""
    row = process_drafts.get(work, actor, draft_id)
    ours = {form.key: form.schema for form in library.forms(work.connection, row.field)}
    return _exported(work, bytes(row.bpmn), {**ours, **row.forms}, row.code, f"ban-thao-{row.id}")


def of_version(work: Work, actor: Actor, version_id: int) -> Exported:
    """The bundle of a version, which holds all it needs; raises NotFoundError, NotAllowedError."""
    row, procedure = new_drafts.version_of(work, actor, version_id)
    return _exported(work, bytes(row.bpmn), row.forms, procedure.code, f"v{row.number}")


def opened(content: bytes) -> Bundle:
    """A bundle's contents, each part looked at as if it were hostile; raises BundleError naming the part."""
    parts, manifest = bundle_file.unpack(content)
    model = read(parts["process.bpmn"]).model
    if model is None:
        raise BundleError(
            Text(
                "Quy trình trong gói không đọc được. Hãy xuất lại gói từ nơi gửi.",
                "The process in the bundle cannot be read. Export the bundle again.",
            )
        )
    origin = manifest.get("origin")
    return Bundle(
        bpmn=parts["process.bpmn"],
        model=model,
        forms={_key(path): _form(path, part) for path, part in parts.items() if path.startswith("forms/")},
        called=_by_name(parts, "called/"),
        decisions=_by_name(parts, "decisions/"),
        origin=origin if isinstance(origin, dict) else {},
    )


def compared(work: Work, bundle: Bundle, field_key: str) -> Sequence[BundleForm]:
    """The bundle's forms against the library's of a field."""
    ours = {row.key: row.schema for row in library.forms(work.connection, field_key)}
    return [
        BundleForm(
            key,
            str(schema.get("title", key)),
            "new" if key not in ours else "same" if ours[key] == schema else "differs",
        )
        for key, schema in bundle.forms.items()
    ]


def take(
    work: Work, actor: Actor, bundle: Bundle, wanted: Wanted, theirs: Collection[str], now: datetime
) -> int:
    """A draft of the bundle; its id. What the library lacks, or has otherwise, goes into the draft itself.

    `theirs` are keys of forms that differ and that the draft shall have as they came. The library stays as it is until
    somebody approves the draft. Raises ValidationError for what is wanted.
    """
    wanted = new_drafts.checked(work, wanted)
    states = compared(work, bundle, wanted.field)
    kept = {form.key for form in states if form.state == "new"}
    kept |= {form.key for form in states if form.state == "differs" and form.key in theirs}
    bpmn, notes = _with_calls(work, bundle)
    return new_drafts.of_file(
        work,
        actor,
        bpmn,
        wanted,
        now,
        origin="bundle",
        notes=notes,
        forms={key: bundle.forms[key] for key in sorted(kept)},
    )


def _exported(
    work: Work, bpmn: bytes, forms: Mapping[str, Mapping[str, object]], code: str, state: str
) -> Exported:
    model = read(bpmn).model
    if model is None:
        raise NotFoundError(
            Text(
                "Bản vẽ chưa đọc được nên chưa xuất được gói.",
                "The drawing cannot be read, so no bundle yet.",
            )
        )
    facts = model.facts
    named = {facts.form if facts else "", *(step.form for step in model.steps)} - {""}
    calls = {kind: _needed(bpmn, library.parts(work.connection, kind)) for kind in ("process", "decision")}
    parts = {"process.bpmn": bpmn}
    parts |= {f"forms/{key}.schema.json": bundle_file.json_bytes(forms[key]) for key in named if key in forms}
    parts |= {f"called/{place}.bpmn": one for place, one in enumerate(calls["process"].values(), start=1)}
    parts |= {f"decisions/{place}.dmn": one for place, one in enumerate(calls["decision"].values(), start=1)}
    root = agencies.root(work.connection)
    origin = {"agency": root.name if root else "", "agency_code": root.code if root else "", "state": state}
    about = {
        "origin": origin,
        "procedure": {
            "code": code,
            "name": facts.name if facts else model.name,
            "field": facts.field if facts else "",
            "level": facts.level if facts else "",
        },
        "called": sorted(calls["process"]),
        "decisions": sorted(calls["decision"]),
    }
    return Exported(f"{code or 'thu-tuc'}-{state}.zip", bundle_file.pack(parts, about))


def _needed(bpmn: bytes, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shared parts whose ids a model names, and those that these name in turn."""
    found: dict[str, bytes] = {}
    own = names_in(bpmn).processes
    ahead = [bpmn]
    while ahead:
        text = ahead.pop()
        for key, content in sorted(parts.items()):
            if key not in found and key not in own and f'"{key}"'.encode() in text:
                found[key] = content
                ahead.append(content)
    return found


def _by_name(parts: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(parts):
        if path.startswith(folder):
            names = names_in(parts[path])
            found |= {key: parts[path] for key in (*names.processes, *names.decisions) if key}
    return found


def _with_calls(work: Work, bundle: Bundle) -> tuple[bytes, Sequence[Mapping[str, str]]]:
    """The process, self-contained where what it calls is missing here or is another."""
    foreign = sorted(
        key
        for kind, theirs in (("process", bundle.called), ("decision", bundle.decisions))
        for key, content in theirs.items()
        if library.parts(work.connection, kind).get(key) != content
    )
    if not foreign:
        return bundle.bpmn, ()
    linked = link(bundle.bpmn, bundle.called, bundle.decisions)
    names = ", ".join(foreign)
    note = {
        "element": "",
        "text": f"Thư viện ở đây chưa có, hoặc có khác: {names}. Bản thảo dùng phần đi kèm gói.",
        "text_en": f"The library here lacks, or has otherwise: {names}. The draft uses what came in the bundle.",
    }
    return linked.bpmn, (note,)


def _key(path: str) -> str:
    return path.removeprefix("forms/").removesuffix(".schema.json")


def _form(path: str, content: bytes) -> Mapping[str, Any]:
    schema = bundle_file.json_of(content, path)
    try:
        FormDefinition.from_schema(schema)
    except InputError as problem:
        raise BundleError(Text(f"{path}: {problem.message.vi}", f"{path}: {problem.message.en}")) from problem
    return schema
