"""Who performs a row of an approved table: the unit, the position, and the position's key in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from motcua.domain.process import positions
from motcua.domain.search import fold

# How offices write the positions of the catalogue, the more telling words first.
_WORDS: Final[Mapping[str, str]] = {
    "van_thu": r"\bvan thu\b",
    "tu_phap_ho_tich": r"\b(tu phap|ho tich)\b",
    "dang_ky_dat_dai": r"\b(vpdk|dang ky dat dai)\b",
    "dia_chinh": r"\bdia chinh\b",
    "can_bo_thue": r"\b(co quan thue|chi cuc thue|can bo thue|cong chuc thue)\b",
    "vien_chuc_bhxh": r"\b(bao hiem xa hoi|bhxh)\b",
    "dang_ky_cu_tru": r"\bcu tru\b",
    "truong_phong": r"\b((pho )?truong (phong|bo phan|don vi)|lanh dao (cac )?(phong|don vi|chi cuc)|pho phong)\b",
    "lanh_dao": r"\b((pho )?chu tich|(pho )?giam doc|lanh dao|thu truong)\b",
    "tiep_nhan": r"\b(tiep nhan|mot cua|tn *& *tkq|tn va tkq|pvhcc|phuc vu hanh chinh cong)\b",
    "tra_ket_qua": r"\b(tra ket qua|cong chuc tra|tn *& *tkq|tn va tkq|mot cua|pvhcc|phuc vu hanh chinh cong)\b",
    "gop_y": r"\b(co quan phoi hop|duoc (hoi|lay) y kien)\b",
    "chuyen_vien": r"\b(chuyen vien|thu ly|cong chuc chuyen mon|can bo chuyen mon|cong chuc|vien chuc)\b",
}
_UNIT = re.compile(
    r"^(phong|ban|bo phan|trung tam|tt|so|ubnd|uy ban|van phong|chi cuc|chi nhanh|don vi|co quan|to|cong an|bp)\b"
)
_PERSON = re.compile(
    r"^(chuyen vien|cong chuc|vien chuc|can bo|nhan vien|(pho )?(truong|chu tich|giam doc)|lanh dao|thu truong|van thu)\b"
)
_BREAK = re.compile(r"\s*(?:\n|;|\s[-–—]\s)\s*")
_SLASH = re.compile(r"\s*/\s*")
_COMMA = re.compile(r"\s*,\s+")
# "Chuyên viên Phòng Kinh tế", "Lãnh đạo UBND xã": the position first, then the unit.
_INSIDE = re.compile(
    r"^(?P<position>.{4,60}?)\s+(?:của\s+|thuộc\s+)?"
    r"(?P<unit>(?:Phòng|Sở|UBND|Ủy ban|Uỷ ban|Trung tâm|Văn phòng|Chi cục|Chi nhánh|Bộ phận)\b.*)$"
)


def divided(who: str) -> tuple[str, str]:
    """(unit, position) of a cell that names both; what is missing is empty."""
    parts = [part for line in _BREAK.split(who.strip()) for part in _between_commas(line) if part]
    if len(parts) == 1 and len({bool(_UNIT.match(fold(part))) for part in _SLASH.split(parts[0])}) == 2:
        parts = _SLASH.split(parts[0])
    if len(parts) == 1 and (inside := _INSIDE.match(parts[0])):
        return inside["unit"].strip(), inside["position"].strip()
    units = [part for part in parts if _UNIT.match(fold(part))]
    people = [part for part in parts if part not in units]
    if (
        not units
        and len(people) == 2
        and len(persons := [one for one in people if _PERSON.match(fold(one))]) == 1
    ):
        units, people = [one for one in people if one not in persons], persons
    return _together(who, units), _together(who, people)


def _together(who: str, parts: Sequence[str]) -> str:
    """From the first part to the last as it was written; one after another where something stands between."""
    if not parts:
        return ""
    begin, end = who.index(parts[0]), who.rindex(parts[-1]) + len(parts[-1])
    whole = who[begin:end]
    left = len(whole) - sum(map(len, parts))
    return whole if "\n" not in whole and left <= 3 * (len(parts) - 1) else ", ".join(parts)


def _between_commas(line: str) -> list[str]:
    """A comma divides before a person or a unit only: "Phòng Kinh tế, Hạ tầng, Trưởng phòng" has two parts."""
    parts: list[str] = []
    for part in _COMMA.split(line):
        if parts and not (_PERSON.match(fold(part)) or _UNIT.match(fold(part))):
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def position_key(position: str, unit: str, work: str, known: Collection[str]) -> str:
    """The catalogue's key for a position as written, empty when it is not known or could be several."""
    exact = positions.key_of(position, known)
    if exact is not None:
        return exact
    for words in (position, unit):
        found = [key for key in _matching(words) if key in known]
        if found:
            return found[0] if len(found) == 1 else _by_work(found, work)
    return ""


def _matching(words: str) -> Sequence[str]:
    """The keys that fit; a telling word ("văn thư") wins over a general one ("chuyên viên")."""
    folded = fold(words)
    found = [key for key, pattern in _WORDS.items() if re.search(pattern, folded)]
    general = {"chuyen_vien"} if set(found) - {"chuyen_vien"} else set()
    general |= {"lanh_dao"} if "truong_phong" in found else set()
    return [key for key in found if key not in general]


def _by_work(found: Sequence[str], work: str) -> str:
    """Of the desk's two positions the one whose work it is; any other choice is a person's."""
    if set(found) != {"tiep_nhan", "tra_ket_qua"}:
        return ""
    words = fold(work)
    returns = re.search(r"\btra (ket qua|cho|ho so)|\bgiao ket qua|^tra\b", words) is not None
    receives = re.search(r"\b(tiep nhan|nhan ho so|kiem tra ho so)\b", words) is not None
    if returns == receives:
        return ""
    return "tra_ket_qua" if returns else "tiep_nhan"
