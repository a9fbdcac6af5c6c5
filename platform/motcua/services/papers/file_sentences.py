"""What a person is told of a file that is not taken, or not opened: which it is, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from motcua.domain.papers.file_size import said
from motcua.domain.text import Text


def kinds(endings: Sequence[str]) -> Text:
    """ "PDF, JPG hoặc PNG"; both names of JPEG are said as one."""
    names = [ending[1:].upper() for ending in endings if ending != ".jpeg"]
    before, last = ", ".join(names[:-1]), names[-1]
    return Text(f"{before} hoặc {last}", f"{before} or {last}") if before else Text(last, last)


def empty(name: str) -> Text:
    return Text(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.", f"The file “{name}” is empty. Choose it again.")


def too_large(name: str, limit: int) -> Text:
    size = said(limit)
    return Text(
        f"Tệp “{name}” lớn hơn {size.vi}. Hãy giảm dung lượng hoặc chia nhỏ.",
        f"The file “{name}” is larger than {size.en}. Make it smaller or split it.",
    )


def not_taken(name: str, accepted: Text) -> Text:
    return Text(
        f"Không nhận tệp “{name}”. Hãy gửi tệp {accepted.vi}.",
        f"The file “{name}” is of a kind not accepted. Send {accepted.en}.",
    )


def disguised(name: str, ending: str) -> Text:
    kind = ending[1:].upper()
    return Text(
        f"Nội dung tệp “{name}” không phải {kind}. Hãy mở tệp kiểm tra rồi lưu lại đúng loại.",
        f"The content of “{name}” is not {kind}. Open it and save it as the right kind.",
    )


def damaged(name: str) -> Text:
    return Text(
        f"Tệp “{name}” bị hỏng hoặc chưa tải xong nên không mở được. Hãy mở thử trên máy của bạn rồi gửi lại.",
        f"The file “{name}” is damaged or incomplete and does not open. Try it on your device, then send it again.",
    )


def locked(name: str) -> Text:
    return Text(
        f"Tệp “{name}” có mật khẩu mở hoặc là tệp Office đời cũ. Hãy bỏ mật khẩu, lưu lại rồi gửi.",
        f"The file “{name}” asks for a password or is an old Office file. Remove the password, save it, and send it.",
    )


def macros(name: str) -> Text:
    return Text(
        f"Tệp “{name}” có macro nên không nhận. Hãy lưu lại không có macro, hoặc xuất thành PDF.",
        f"The file “{name}” has macros and is not taken. Save it without macros, or export it as PDF.",
    )


def outside_template(name: str) -> Text:
    return Text(
        f"Tệp “{name}” lấy mẫu từ một địa chỉ bên ngoài nên không nhận. Hãy xuất thành PDF rồi gửi lại.",
        f"The file “{name}” fetches a template from elsewhere and is not taken. Export it as PDF and send that.",
    )


def bomb(name: str) -> Text:
    return Text(
        f"Tệp “{name}” bung ra quá lớn nên không nhận. Hãy xuất thành PDF rồi gửi lại.",
        f"The file “{name}” unpacks to far too much and is not taken. Export it as PDF and send that.",
    )


def heic(name: str) -> Text:
    return Text(
        f"Ảnh “{name}” ở dạng HEIC của iPhone, chưa nhận được. Vào Cài đặt > Camera > Định dạng, "
        "chọn “Tương thích nhất” rồi chụp lại, hoặc lưu ảnh thành JPG.",
        f"The picture “{name}” is in the iPhone's HEIC format, which is not taken. Under Settings > Camera > Formats "
        "choose “Most compatible” and take it again, or save it as JPG.",
    )


def picture_too_large(name: str) -> Text:
    return Text(
        f"Ảnh “{name}” có kích thước quá lớn. Hãy chụp hoặc quét lại ở độ phân giải thấp hơn.",
        f"The picture “{name}” has too many pixels. Take or scan it again at a lower resolution.",
    )


def moving(name: str) -> Text:
    return Text(
        f"Ảnh “{name}” là ảnh động. Hãy gửi ảnh chụp thường (JPG, PNG).",
        f"The picture “{name}” is animated. Send an ordinary one (JPG, PNG).",
    )


def infected(name: str, threat: str) -> Text:
    return Text(
        f"Tệp “{name}” có mã độc ({threat}) nên đã bị giữ lại, không ai mở được. "
        "Hãy quét máy của bạn rồi gửi tệp khác.",
        f"The file “{name}” holds malware ({threat}) and has been locked away. "
        "Have your device checked, then send another file.",
    )


def waiting(name: str) -> Text:
    return Text(
        f"Tệp “{name}” đang được kiểm tra mã độc. Hãy mở lại sau ít phút.",
        f"The file “{name}” is being checked for malware. Open it again in a few minutes.",
    )


PICTURES: Final[Mapping[str, Callable[[str], Text]]] = {
    "damaged": damaged,
    "too_large": picture_too_large,
    "moving": moving,
}
