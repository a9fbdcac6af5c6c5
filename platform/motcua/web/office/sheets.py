"""Spreadsheets of the administration: given for download, taken in, and carried from the preview to the import."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from flask import Response, request, send_file

from motcua.contrib import spreadsheet
from motcua.domain.errors import InputError
from motcua.domain.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def given(rows: Sequence[Sequence[str]], name: str, kind: str) -> Response:
    """The rows as a file to download; `kind` is "csv", anything else gives .xlsx."""
    is_csv = kind == "csv"
    content = spreadsheet.write_csv(rows) if is_csv else spreadsheet.write_xlsx(rows, name)
    return send_file(
        io.BytesIO(content),
        mimetype=CSV if is_csv else XLSX,
        as_attachment=True,
        download_name=f"{name}.{'csv' if is_csv else 'xlsx'}",
        etag=False,
        conditional=False,
    )


def taken() -> list[list[str]]:
    """The rows of the uploaded file, or those that the preview carries along."""
    carried = request.form.get("rows")
    if carried:
        return _carried(carried)
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError(Text("Chọn tệp bảng tính.", "Choose a spreadsheet."))
    return spreadsheet.read(upload.stream.read(spreadsheet.MAX_BYTES + 1), upload.filename)


def packed(rows: Sequence[Sequence[str]]) -> str:
    """The rows for a hidden field: they are looked through again when they come back."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _carried(text: str) -> list[list[str]]:
    try:
        rows = json.loads(text)
    except ValueError:
        rows = None
    is_sheet = isinstance(rows, list) and all(isinstance(row, list) for row in rows)
    if not is_sheet or not _is_plain(rows):
        raise InputError(
            Text(
                "Dữ liệu gửi lại bị hỏng. Hãy chọn lại tệp.",
                "The data came back damaged. Choose the file again.",
            )
        )
    return [[str(cell) for cell in row] for row in rows[: spreadsheet.MAX_ROWS]]


def _is_plain(rows: Sequence[Sequence[object]]) -> bool:
    """JSON can spell characters that the database does not take: NUL and halves of a pair."""
    text = "".join(str(cell) for row in rows for cell in row)
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
