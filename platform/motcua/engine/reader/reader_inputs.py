"""What the process studio calls the inputs behind the attributes of a file, for sentences that a clerk reads."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.domain.text import Text

_INPUTS: Mapping[str, Text] = {
    "phase": Text("“Giai đoạn”", "“Phase”"),
    "forward": Text("“Chuyển bước sau cho”", "“Hands on to”"),
    "signature": Text("“Ký số”", "“Digital signature”"),
    "signer": Text("“Người ký”", "“Signed by”"),
    "mark": Text("“Dấu ký hiện ở”", "“Mark of the signature”"),
    "paper": Text("“Hồ sơ giấy”", "“Paper file”"),
    "clock": Text("“Đồng hồ của hồ sơ khi chờ”", "“The dossier’s clock meanwhile”"),
    "reason": Text("“Lý do dừng”", "“Why it stands still”"),
    "attempts": Text("“Số lần thử”", "“Attempts”"),
    "originals": Text("Số “Bản chính” của một giấy tờ", "The number of originals of a paper"),
    "copies": Text("Số “Bản sao” của một giấy tờ", "The number of copies of a paper"),
    "required": Text("“Phải nộp” của một giấy tờ", "Whether a paper must be filed"),
    "source": Text("“Khai thác từ CSDL” của một giấy tờ", "The database of a paper"),
    "amount": Text("“Mức thu” của một khoản thu", "The amount of a fee"),
    "channel": Text("“Cách nộp”", "The way of filing"),
    "level": Text("“Mức độ dịch vụ công trực tuyến”", "The level of online service"),
    "key": Text("Bảng thông tin thủ tục", "The public sheet"),
}


def input_name(attribute: str) -> Text:
    """The input of the studio as the first words of a sentence; an attribute without one stands for itself."""
    return _INPUTS.get(attribute, Text(f"“{attribute}”", f"“{attribute}”"))
