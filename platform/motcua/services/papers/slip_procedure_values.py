"""What a slip says of a procedure: its names, and all that a guidance sheet lists (F-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from motcua.domain.papers.slip_fields import FIELDS
from motcua.domain.process.process import ProcedureFacts
from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text
from motcua.domain.time.duration import limit_words
from motcua.domain.time.limits import DAY_SECONDS, parse_limit
from motcua.services.papers import slip_agency_values
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.process import procedure as procedures

ANY_WAY: Final = Text("Mọi hình thức nộp", "Every way of filing")
OPTIONAL: Final = Text("Nếu có", "If any")
FROM_DATABASE: Final = Text("Không phải nộp nếu tra cứu được", "Not needed where a database has it")


def named(work: Work, facts: ProcedureFacts, language: str) -> dict[str, object]:
    """Its name, code and sector."""
    sectors = {row.key: Text(row.name, row.name_en or row.name) for row in procedures.fields(work.connection)}
    sector = sectors.get(facts.field, Text(facts.field, facts.field))
    return {
        "procedure_name": _said(facts.name, facts.name_en, language),
        "procedure_code": facts.code,
        "sector": sector.in_(language),
    }


def of_procedure(
    work: Work, version: Version, agency_id: int, made_by: str, now: datetime, language: str = "vi"
) -> dict[str, object]:
    """The values of the guidance sheet of a version, handed out by this agency's desk (Điều 14.1.a)."""
    facts = version.facts
    sheet = (
        {**facts.sheet, **{key: one for key, one in facts.sheet_en.items() if one}}
        if language == "en"
        else facts.sheet
    )
    base = work.house.public_url
    found = {
        **slip_agency_values.of(work, agency_id, language),
        **named(work, facts, language),
        "made_at": now.isoformat(),
        "made_by": made_by,
        "papers_needed": _papers(facts, language),
        "fees": _fees(facts, language),
        "limits": _limits(version, language),
        "results": [_said(one.name, one.name_en, language) for one in facts.results],
        "legal": list(facts.legal_en if language == "en" and facts.legal_en else facts.legal),
        "manner": sheet.get("manner", ""),
        "subjects": sheet.get("subjects", ""),
        "conditions": sheet.get("conditions", ""),
        "competent_agency": sheet.get("agency", ""),
        "form_title": version.form.title.in_(language) if facts.form else "",
        "form_address": f"{base}/procedures/{facts.code}" if base else "",
    }
    return {key: one for key, one in found.items() if key in FIELDS["guidance"]}


def _papers(facts: ProcedureFacts, language: str) -> list[dict[str, object]]:
    return [
        {
            "name": _said(paper.name, paper.name_en, language),
            "originals": str(paper.originals or ""),
            "copies": str(paper.copies or ""),
            "remark": "; ".join(
                filter(
                    None,
                    (
                        "" if paper.required else OPTIONAL.in_(language),
                        _said(paper.note, paper.note_en, language),
                        FROM_DATABASE.in_(language) if paper.source else "",
                    ),
                )
            ),
        }
        for paper in facts.papers
    ]


def _fees(facts: ProcedureFacts, language: str) -> list[dict[str, object]]:
    return [
        {
            "name": _said(fee.name, fee.name_en, language),
            "amount": fee.amount,
            "channel": CHANNELS.get(fee.channel, ANY_WAY).in_(language),
        }
        for fee in facts.fees
    ]


def _limits(version: Version, language: str) -> Sequence[str]:
    """The limit of the whole, then those of single ways of filing and cases."""
    facts = version.facts
    found = [limit_words(parse_limit(facts.limit), DAY_SECONDS).in_(language)] if facts.limit else []
    for one in facts.limits:
        words = limit_words(parse_limit(one.value), DAY_SECONDS).in_(language)
        way = CHANNELS.get(one.channel)
        found.append(f"{way.in_(language)}: {words}" if way is not None else words)
    return list(dict.fromkeys(found))


def _said(name: str, english: str, language: str) -> str:
    return english or name if language == "en" else name
