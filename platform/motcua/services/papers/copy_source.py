"""What a certified copy is made of: a scan of the original that the desk saw, or an issued result; always a PDF (F-17)."""

from __future__ import annotations

from typing import Final

from motcua.contrib.photos_to_pdf import photos_to_pdf
from motcua.contrib.upright_image import PictureError, reading_copy
from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.text import Text
from motcua.services.desk.dossiers import DossierPage
from motcua.services.papers import files, issued_results, result_search
from motcua.services.papers.file_check import check, rule_of
from motcua.services.papers.files import FileError, Upload
from motcua.services.work import Work

KINDS: Final = ("pdf", "image")
PDF: Final = "application/pdf"


def of_result(work: Work, shown: DossierPage, result_id: int) -> tuple[str, bytes]:
    """Name and bytes of a result in force of the dossier's own applicant; raises NotFoundError, ConflictError."""
    row = next((one for one in result_search.certifiable(work, shown) if one.id == result_id), None)
    if row is None:
        raise issued_results.unknown()
    file = issued_results.file_of(work, row)
    if file.media_type != PDF:
        raise ConflictError(
            Text("Chỉ chứng thực được kết quả là tệp PDF.", "Only a result that is a PDF can be certified.")
        )
    return file.name, files.opened(work, file).content


def of_scan(work: Work, scan: Upload, title: str) -> tuple[str, bytes]:
    """Name and bytes of a scan, a picture put on a page of A4; raises ValidationError at "/scan"."""
    try:
        known = check(scan.name, scan.content, rule_of(work.house.upload_limit, KINDS))
        if known.media_type == PDF:
            return scan.name, scan.content
        return f"{scan.name.rpartition('.')[0]}.pdf", photos_to_pdf([reading_copy(scan.content)], title)
    except FileError as error:
        raise ValidationError([FieldError("/scan", error.code, error.message)]) from error
    except PictureError as error:
        bad = Text("Không đọc được ảnh. Hãy quét lại.", "The picture cannot be read. Scan it again.")
        raise ValidationError([FieldError("/scan", "damaged", bad)]) from error
