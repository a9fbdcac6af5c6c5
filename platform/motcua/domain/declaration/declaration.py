"""What an applicant accepts before sending (B-06); the text kept with the dossier is the one he saw."""

from __future__ import annotations

from motcua.domain.text import Text

DECLARATION_VERSION = "2026-11-21"
DECLARATION = Text(
    "Tôi cam đoan những điều khai trên là đúng, giấy tờ gửi kèm là thật và chịu trách nhiệm trước pháp luật "
    "về nội dung đã khai.",
    "I declare that what I have stated is true, that the papers attached are genuine, and that I answer for "
    "them before the law.",
)
