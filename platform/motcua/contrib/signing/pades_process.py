"""The program that opens PDF files to be signed: a process of its own with bounded memory, which may break without harm.

It says "r" when it is ready. Asked with a letter ("w" where a mark goes, "p" prepare, "e" add a proof, "c" compare with a
signed copy) and a message (`message.py`), it answers "o" and a message, or "x" and the name of the problem.
"""

from __future__ import annotations

from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.sign.general import SigningError

from motcua.contrib import bounded_program
from motcua.contrib.signing import mark_sheet, signed_copy, signed_pdf
from motcua.contrib.signing.message import packed, unpacked


def _answer(letter: bytes, content: bytes) -> tuple[bytes, bytes]:
    try:
        return b"o", _done(letter, content)
    except signed_pdf.UnfitError as problem:
        return b"x", str(problem).encode()
    except SigningError:
        return b"x", b"forbidden"
    except (PdfReadError, PdfError):
        return b"x", b"damaged"
    except Exception:  # whatever is wrong with it, it cannot be signed
        return b"x", b"damaged"


def _done(letter: bytes, content: bytes) -> bytes:
    head, blobs = unpacked(content)
    if letter == b"w":
        box, turn = mark_sheet.where(blobs[0], head["page"], head["place"])
        return packed({"box": box, "turn": turn}, [])
    if letter == b"p":
        document, mark, *certificates = blobs
        made = signed_pdf.prepare(document, head, mark, certificates)
        return packed(
            {name: made[name] for name in ("start", "end", "field")}, [made["document"], made["to_sign"]]
        )
    if letter == b"e":
        document, *rest = blobs
        own, answers = head["certificates"], head["certificates"] + head["ocsp"]
        return packed(
            {},
            [signed_pdf.add_proof(document, head["field"], rest[:own], rest[own:answers], rest[answers:])],
        )
    signed_copy.compare(*blobs)
    return packed({}, [])


if __name__ == "__main__":
    bounded_program.run(_answer)
