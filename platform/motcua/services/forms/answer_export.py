"""The answers of a procedure's dossiers as a spreadsheet, for those who answer for an agency.

Whoever may see every dossier of an agency gets them as they are. Whoever may only see statistics gets figures and
choices; names, numbers of persons and free words are hidden (M-14). Every export is written into the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from motcua.contrib import spreadsheet
from motcua.contrib.spreadsheet import Sheet
from motcua.domain.declaration.declaration_words import Words
from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.forms import FormDefinition
from motcua.domain.forms.answer_columns import HIDDEN, Cell, Columns, RowSheet, cells, columns_of, rows_of
from motcua.domain.people.permissions import Actor, lacking, may_anywhere, require
from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text
from motcua.services.agencies import agencies as agency_services
from motcua.services.declaration.declarations import CATALOGUES, MEDIA_TYPES, Document
from motcua.services.people import reach
from motcua.services.process import offers
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.forms import answer_export as stored
from motcua.store.process import procedure as procedures

OPEN: Final = "dossier.view"
COUNTS: Final = "report.view"
MOST: Final = 2_000
LONGEST: Final = 366
DAYS: Final = 30

_HEADS: Final = (
    ("ma_ho_so", Text("Mã hồ sơ", "Dossier code")),
    ("nop_luc", Text("Nộp lúc", "Filed at")),
    ("co_quan", Text("Cơ quan", "Agency")),
    ("cach_nop", Text("Cách nộp", "Way of filing")),
    ("trang_thai", Text("Trạng thái", "State")),
    ("nguoi_nop", Text("Người nộp", "Applicant")),
)
_NUMBER: Final = Text("Dòng", "Row")
_ANSWERS: Final = Text("Tờ khai", "Declarations")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date


def may_export(actor: Actor) -> bool:
    """Whether there may be something for the actor, for menus."""
    return any(may_anywhere(actor, right) for right in (OPEN, COUNTS))


def choices(work: Work, actor: Actor) -> Sequence[Record]:
    """The procedures to choose from; raises NotAllowedError without the right anywhere."""
    _reaches(work, actor)
    return [row for row in procedures.search(work.connection, (), "", "") if row.version_id is not None]


def last_days(now: datetime) -> Period:
    """The usual period: the last thirty days, today included."""
    today = agency_services.today(now)
    return Period(today - timedelta(days=DAYS - 1), today)


def export(work: Work, actor: Actor, code: str, period: Period, language: str, now: datetime) -> Document:
    """The workbook: a row for each dossier filed in the period, and a sheet for each question with rows. One commit.

    Raises NotAllowedError without the right anywhere, NotFoundError for an unknown procedure, ValidationError for a
    period that is upside down, too long, or holds more than 2,000 dossiers.
    """
    opened, counted = _reaches(work, actor)
    procedure = procedures.by_code(work.connection, code)
    if procedure is None or procedure.version_id is None:
        raise offers.unknown_procedure(code)
    rows = _rows(work, procedure.id, opened | counted, period)
    content = _book(work, procedure, rows, opened, language)
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="answers.export",
        subject=code,
        detail={
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "dossiers": len(rows),
            "open": sum(row.agency_id in opened for row in rows),
        },
    )
    work.commit()
    name = f"to-khai-{code}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.xlsx"
    return Document(name, MEDIA_TYPES["xlsx"], content)


def _reaches(work: Work, actor: Actor) -> tuple[frozenset[int], frozenset[int]]:
    """The agencies whose answers the actor may see, and those of which he may only count them."""
    require(actor, "staff")
    opened, counted = reach.of(work, actor, OPEN), reach.of(work, actor, COUNTS)
    if not (opened or counted):
        raise lacking(COUNTS)
    return opened, counted


def _rows(work: Work, procedure_id: int, within: frozenset[int], period: Period) -> Sequence[Record]:
    if not timedelta() <= period.last - period.first < timedelta(days=LONGEST):
        words = Text(
            f"Chọn ngày cuối không trước ngày đầu và cách không quá {LONGEST} ngày.",
            f"Choose a last day that is not before the first, at most {LONGEST} days on.",
        )
        raise ValidationError([FieldError("/last", "period", words)])
    since = datetime.combine(period.first, time(), agency_services.ZONE)
    until = datetime.combine(period.last + timedelta(days=1), time(), agency_services.ZONE)
    rows = stored.answers(work.connection, procedure_id, within, since, until, MOST + 1)
    if len(rows) > MOST:
        words = Text(
            f"Có hơn {MOST} hồ sơ trong khoảng này. Hãy chọn khoảng ngắn hơn.",
            f"There are more than {MOST} dossiers in this period. Choose a shorter one.",
        )
        raise ValidationError([FieldError("/last", "too_many", words)])
    return rows


def _book(
    work: Work, procedure: Record, rows: Sequence[Record], opened: frozenset[int], language: str
) -> bytes:
    forms = _forms(work, procedure, rows)
    found, words = columns_of(forms), Words(language, {}, CATALOGUES)
    main: list[list[Cell]] = _heads(found, language)
    beside: dict[str, list[list[Cell]]] = {one.name: _row_heads(one, language) for one in found.sheets}
    for row in rows:
        data: Mapping[str, object] = work.cipher.open_json(row.data_sealed)
        is_open = row.agency_id in opened
        main.append([*_about(row, language, is_open), *cells(found.columns, data, words, is_open=is_open)])
        for sheet in found.sheets:
            beside[sheet.name] += [[row.code, *one] for one in rows_of(sheet, data, words, is_open=is_open)]
    sheets = [Sheet(_ANSWERS.in_(language), main, heads=2)]
    sheets += [Sheet(one.label.in_(language), beside[one.name], heads=2) for one in found.sheets]
    return spreadsheet.write_book(sheets)


def _forms(work: Work, procedure: Record, rows: Sequence[Record]) -> list[FormDefinition]:
    """The forms the dossiers were filed with, that of the current version first, then the newest."""
    used = {row.filed_version_id or row.version_id for row in rows} - {procedure.version_id}
    ids = [procedure.version_id, *sorted(used, reverse=True)]
    return [one.form for one in work.house.versions.several(work.connection, ids) if one.facts.form]


def _heads(found: Columns, language: str) -> list[list[Cell]]:
    """Two rows: the labels for people, the names that stay the same for programs."""
    labels = [label.in_(language) for _, label in _HEADS] + [one.label.in_(language) for one in found.columns]
    names: list[Cell] = [name for name, _ in _HEADS]
    return [list(labels), names + [one.name for one in found.columns]]


def _row_heads(sheet: RowSheet, language: str) -> list[list[Cell]]:
    labels = [
        _HEADS[0][1].in_(language),
        _NUMBER.in_(language),
        *(one.label.in_(language) for one in sheet.columns),
    ]
    return [list(labels), [_HEADS[0][0], "dong", *(one.name for one in sheet.columns)]]


def _about(row: Record, language: str, is_open: bool) -> list[Cell]:
    at = row.submitted_at.astimezone(agency_services.ZONE)
    channel = CHANNELS.get(row.channel)
    state = STATE_NAMES.get(row.state)
    return [
        row.code,
        f"{at:%d/%m/%Y %H:%M}",
        row.agency_name_en if language == "en" else row.agency_name,
        channel.in_(language) if channel is not None else row.channel,
        state.in_(language) if state is not None else row.state,
        row.applicant_name if is_open else HIDDEN,
    ]
