"""XML of models, read as if every file were hostile.

A first pass by expat refuses document types (and with them all entities), deep nesting and masses of elements
before any tree is built; only then lxml builds the tree, without entities, network or huge-tree mode.
XInclude and processing instructions are never acted upon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.parsers import expat

from lxml import etree

from motcua.domain.process.process import ModelError
from motcua.domain.text import Text

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 60
MAX_ELEMENTS = 30_000
MAX_ATTRIBUTES = 200
"""On one element, the namespaces it declares included."""


def parse(data: bytes, *, keeps_notes: bool = False) -> etree._Element:
    """The root element of an XML file. Raises ModelError with the line and how to mend it.

    Comments and processing instructions are left out unless it `keeps_notes`, for a file that is written again.

    Codes: `xml.empty`, `xml.too_large`, `xml.doctype`, `xml.too_deep`, `xml.malformed`.
    """
    if not data.strip():
        raise ModelError(Text("Tệp trống.", "The file is empty."), code="xml.empty")
    if len(data) > MAX_BYTES:
        raise ModelError(
            Text(
                f"Tệp lớn quá {MAX_BYTES // 1024 // 1024} MB. Quy trình bình thường chỉ vài chục kB.",
                f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. A process has some tens of kB.",
            ),
            code="xml.too_large",
        )
    _Guard().run(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not keeps_notes,
        remove_pis=not keeps_notes,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(error.lineno or 0) from error
    except ValueError as error:
        raise _malformed(0) from error


class _Guard:
    """One streaming pass that stops at the first thing a model has no need of."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise _malformed(error.lineno) from error
        except (LookupError, ValueError) as error:
            raise ModelError(
                Text(
                    "Không đọc được bảng mã của tệp. Lưu lại tệp ở dạng UTF-8.",
                    "The encoding of the file cannot be read. Save it as UTF-8.",
                ),
                code="xml.malformed",
                line=1,
            ) from error

    def _doctype(self, *_declaration: object) -> None:
        line = self._parser.CurrentLineNumber
        raise ModelError(
            Text(
                f"Dòng {line}: tệp có khai báo DOCTYPE hoặc thực thể, không được dùng. Xóa phần đó.",
                f"Line {line}: the file has a DOCTYPE or entities, which no process may have. Delete them.",
            ),
            code="xml.doctype",
            line=line,
        )

    def _start(self, _name: str, attributes: Sequence[str] | Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        line = self._parser.CurrentLineNumber
        if self._depth > MAX_DEPTH:
            raise ModelError(
                Text(
                    f"Dòng {line}: các phần tử lồng nhau quá {MAX_DEPTH} tầng.",
                    f"Line {line}: elements are nested more than {MAX_DEPTH} levels.",
                ),
                code="xml.too_deep",
                line=line,
            )
        if len(attributes) > MAX_ATTRIBUTES:
            raise ModelError(
                Text(
                    f"Dòng {line}: phần tử có hơn {MAX_ATTRIBUTES} thuộc tính. Xóa những thuộc tính thừa.",
                    f"Line {line}: an element has more than {MAX_ATTRIBUTES} attributes. Delete those not needed.",
                ),
                code="xml.too_large",
                line=line,
            )
        if self._elements > MAX_ELEMENTS:
            raise ModelError(
                Text(
                    f"Dòng {line}: tệp có hơn {MAX_ELEMENTS} phần tử XML. Tách thành nhiều quy trình.",
                    f"Line {line}: the file has more than {MAX_ELEMENTS} XML elements. Split the process.",
                ),
                code="xml.too_large",
                line=line,
            )

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _malformed(line: int) -> ModelError:
    return ModelError(
        Text(
            f"Dòng {line}: tệp không phải XML đúng dạng. Xuất lại tệp từ phần mềm vẽ quy trình.",
            f"Line {line}: the file is not well-formed XML. Export it again from the modelling program.",
        ),
        code="xml.malformed",
        line=line,
    )
