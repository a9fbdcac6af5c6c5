"""`motcua:procedure`: the data of the procedure and its public sheet."""

from __future__ import annotations

from lxml import etree

from motcua.domain.process.process import AgencyPart, CaseLimit, Fee, Paper, ProcedureFacts, ResultPaper
from motcua.domain.process.process_words import CHANNELS, SHEET_ITEMS
from motcua.domain.process.service_manner import DATABASES, LEVELS, UNSTATED, WAYS, Manner
from motcua.domain.profile_settings import SettingError, read_setting
from motcua.domain.text import Text
from motcua.engine.reader.reader_xml import (
    Findings,
    check_attributes,
    clean,
    extension,
    integer,
    is_true,
    lines,
    one_of,
    unknown_word,
    words,
)

PROCEDURE = frozenset({"code", "name", "name-en", "field", "level", "limit", "form"})
PARTS = {
    "paper": frozenset(
        {
            "key",
            "name",
            "name-en",
            "originals",
            "copies",
            "required",
            "note",
            "note-en",
            "source",
            "sign-required",
        }
    ),
    "fee": frozenset({"name", "name-en", "amount", "channel", "when", "formula"}),
    "limit": frozenset({"value", "channel", "when"}),
    "legal": frozenset({"name", "name-en"}),
    "result": frozenset({"key", "name", "name-en"}),
    "sheet": frozenset({"key", "lang"}),
    "setting": frozenset({"key", "value"}),
    "agency": frozenset({"who", "budget", "lead"}),
    "manner": frozenset({"level", *WAYS}),
}

SETTING_WRONG = {"setting_unknown": "procedure.setting_unknown", "setting_value": "procedure.setting_value"}


def read_procedure(process: etree._Element, findings: Findings) -> ProcedureFacts | None:
    """The procedure of a process, None when its file has none."""
    element = extension(process, "procedure")
    if element is None:
        return None
    check_attributes(element, PROCEDURE, process, findings)
    parts: dict[str, list[etree._Element]] = {name: [] for name in PARTS}
    for name, part in words(element):
        if name not in parts:
            unknown_word(name, frozenset(PARTS), process, findings)
            continue
        check_attributes(part, PARTS[name], process, findings)
        parts[name].append(part)
    return ProcedureFacts(
        code=clean(element.get("code")),
        name=clean(element.get("name")),
        name_en=clean(element.get("name-en")),
        field=clean(element.get("field")),
        level=clean(element.get("level")),
        limit=clean(element.get("limit")),
        form=clean(element.get("form")),
        papers=tuple(_paper(part, process, findings) for part in _keyed(parts["paper"], process, findings)),
        fees=tuple(_fee(part, process, findings) for part in parts["fee"]),
        limits=tuple(_limit(part, process, findings) for part in parts["limit"]),
        legal=tuple(_legal(part) for part in parts["legal"]),
        legal_en=tuple(clean(part.get("name-en")) or _legal(part) for part in parts["legal"]),
        results=tuple(
            ResultPaper(clean(part.get("key")), clean(part.get("name")), clean(part.get("name-en")))
            for part in _keyed(parts["result"], process, findings)
        ),
        sheet=_sheet(parts["sheet"], "vi", process, findings),
        sheet_en=_sheet(parts["sheet"], "en", process, findings),
        settings=_settings(parts["setting"], process, findings),
        agencies=tuple(_agency(part) for part in parts["agency"]),
        manner=_manner(parts["manner"], process, findings),
    )


def _keyed(parts: list[etree._Element], process: etree._Element, findings: Findings) -> list[etree._Element]:
    """The parts with a key of their own; the others are findings."""
    kept: dict[str, etree._Element] = {}
    for part in parts:
        key, name = clean(part.get("key")), clean(part.get("name"))
        if not key or key in kept:
            findings.add(
                "procedure.key_missing" if not key else "procedure.key_twice",
                process,
                Text(
                    f'Giấy tờ “{name or key}” cần một mã riêng. Thêm lại giấy tờ này ở trang “Thủ tục” (key="to_khai").',
                    f"The paper “{name or key}” needs a key of its own. Add it again on the page “Procedure” "
                    '(key="to_khai").',
                ),
            )
        else:
            kept[key] = part
    return list(kept.values())


def _paper(part: etree._Element, process: etree._Element, findings: Findings) -> Paper:
    return Paper(
        key=clean(part.get("key")),
        name=clean(part.get("name")),
        originals=integer(part, "originals", 1, process, findings),
        copies=integer(part, "copies", 0, process, findings),
        required=one_of(part, "required", {"true": None, "false": None}, process, findings) != "false",
        name_en=clean(part.get("name-en")),
        note=clean(part.get("note")),
        note_en=clean(part.get("note-en")),
        source=one_of(part, "source", DATABASES, process, findings),
        sign_required=one_of(part, "sign-required", {"true": None, "false": None}, process, findings)
        == "true",
    )


def _fee(part: etree._Element, process: etree._Element, findings: Findings) -> Fee:
    return Fee(
        name=clean(part.get("name")),
        amount=integer(part, "amount", 0, process, findings),
        channel=one_of(part, "channel", CHANNELS, process, findings),
        name_en=clean(part.get("name-en")),
        when=clean(part.get("when")),
        formula=clean(part.get("formula")),
    )


def _limit(part: etree._Element, process: etree._Element, findings: Findings) -> CaseLimit:
    return CaseLimit(
        value=clean(part.get("value")),
        channel=one_of(part, "channel", CHANNELS, process, findings),
        when=clean(part.get("when")),
    )


def _agency(part: etree._Element) -> AgencyPart:
    return AgencyPart(clean(part.get("who")), clean(part.get("budget")), is_true(part.get("lead")))


def _manner(parts: list[etree._Element], process: etree._Element, findings: Findings) -> Manner:
    """How the procedure is carried out; a way that is not known is a finding and left out."""
    if not parts:
        return UNSTATED
    part = parts[0]
    level = one_of(part, "level", {str(level): None for level in LEVELS}, process, findings)
    ticked = {name: _ways(part, name, process, findings) for name in WAYS}
    return Manner(int(level or 0), **ticked)


def _ways(part: etree._Element, name: str, process: etree._Element, findings: Findings) -> tuple[str, ...]:
    known, given = WAYS[name], clean(part.get(name)).split()
    if unknown := [word for word in given if word not in known]:
        findings.add(
            "word.way_unknown",
            process,
            Text(
                f"“Cách thức thực hiện” không có cách “{unknown[0][:60]}”. Đánh dấu lại ở trang “Thủ tục” "
                f"({name}: {', '.join(known)}).",
                f"The manner of performance has no way “{unknown[0][:60]}”. Tick again on the page “Procedure” "
                f"({name}: {', '.join(known)}).",
            ),
        )
    return tuple(word for word in known if word in given)


def _legal(part: etree._Element) -> str:
    return clean(part.get("name")) or clean(part.text)


def _sheet(
    parts: list[etree._Element], language: str, process: etree._Element, findings: Findings
) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts:
        if (part.get("lang") or "vi") != language:
            continue
        key = one_of(part, "key", SHEET_ITEMS, process, findings)
        if key:
            found[key] = lines(part.text)
    return found


def _settings(parts: list[etree._Element], process: etree._Element, findings: Findings) -> dict[str, str]:
    """The settings of the profile that the procedure decides otherwise; those not understood are findings."""
    found: dict[str, str] = {}
    for part in parts:
        key, value = clean(part.get("key")), clean(part.get("value"))
        try:
            read_setting(key, value)
        except SettingError as error:
            findings.add(SETTING_WRONG[error.code], process, error.message)
            continue
        if key in found:
            message = Text(
                f"Thiết lập “{key}” ghi hai lần. Chỉ giữ một (motcua:setting).",
                f"“{key}” is set twice. Keep one (motcua:setting).",
            )
            findings.add("procedure.setting_twice", process, message)
        found[key] = value
    return found
