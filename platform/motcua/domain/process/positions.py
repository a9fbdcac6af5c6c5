"""Positions (vị trí công tác) that processes name for their steps: the words for their keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from motcua.domain.process.process import Step
from motcua.domain.search import fold
from motcua.domain.text import Text

NAMES: Final[Mapping[str, Text]] = {
    "tiep_nhan": Text("Tiếp nhận", "Reception"),
    "tra_ket_qua": Text("Trả kết quả", "Return of results"),
    "chuyen_vien": Text("Chuyên viên", "Processing officer"),
    "truong_phong": Text("Trưởng phòng", "Head of division"),
    "lanh_dao": Text("Lãnh đạo cơ quan", "Agency leader"),
    "van_thu": Text("Văn thư", "Records clerk"),
    "tu_phap_ho_tich": Text("Tư pháp – hộ tịch", "Civil status officer"),
    "dia_chinh": Text("Địa chính", "Land officer"),
    "dang_ky_dat_dai": Text("Đăng ký đất đai", "Land registration officer"),
    "gop_y": Text("Góp ý kiến", "Consulted officer"),
    "can_bo_thue": Text("Cán bộ thuế", "Tax officer"),
    "dang_ky_cu_tru": Text("Đăng ký cư trú", "Residence registration officer"),
    "vien_chuc_bhxh": Text("Viên chức bảo hiểm xã hội", "Social insurance officer"),
}


def name_of(key: str) -> Text:
    """The words for a position; of one that is not listed, its key as words."""
    words = key.replace("_", " ").strip()
    return NAMES.get(key) or Text(words[:1].upper() + words[1:], words[:1].upper() + words[1:])


def of_step(step: Step) -> Text:
    """Who does a step, in words: as the model names the position, else as it is listed."""
    known = name_of(step.position) if step.position else Text("", "")
    return Text(step.position_name or known.vi, step.position_name_en or step.position_name or known.en)


def key_of(words: str, known: Collection[str]) -> str | None:
    """The known position that somebody wrote as key or name, with or without marks and case; None when there is none."""
    wanted = fold(words)
    for key in known:
        name = name_of(key)
        if wanted in (fold(key), fold(key.replace("_", " ")), fold(name.vi), fold(name.en)):
            return key
    return None
