"""A copy signed outside brings a signature and no form, script or field besides (F-13)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from signed_samples import plain_pdf, signed_pdf

from motcua.contrib.signing import pades
from motcua.contrib.signing.sandbox_pki import SandboxPki

Change = Callable[[IncrementalPdfFileWriter], None]
SCRIPT = generic.DictionaryObject(
    {
        generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
        generic.pdf_name("/JS"): generic.pdf_string("1"),
    }
)


def prepared(change: Change) -> bytes:
    """A page with an empty field for a signature, and what `change` does to it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain_pdf()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Ký", box=(10, 10, 100, 40)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def nothing(writer: IncrementalPdfFileWriter) -> None:
    """An empty field for a signature alone."""


def add_dynamic_form(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/XFA"] = writer.add_object(generic.StreamObject(stream_data=b"<xdp/>"))
    writer.update_container(form)


def add_text_field(writer: IncrementalPdfFileWriter) -> None:
    listed = writer.root["/AcroForm"]["/Fields"]
    field = {
        generic.pdf_name("/FT"): generic.pdf_name("/Tx"),
        generic.pdf_name("/T"): generic.pdf_string("x"),
    }
    listed.append(writer.add_object(generic.DictionaryObject(field)))
    writer.update_container(listed)


def add_script(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/AA"] = generic.DictionaryObject({generic.pdf_name("/E"): SCRIPT})
    writer.update_container(field)


@pytest.mark.req("F-13")
@pytest.mark.parametrize("change", [add_dynamic_form, add_text_field, add_script])
def test_a_form_that_comes_with_the_signature_holds_signatures_alone(pki: SandboxPki, change: Change) -> None:
    pades.check_signed_copy(plain_pdf(), signed_pdf(pki, "giam_doc", prepared(nothing), field="Ký"))
    with pytest.raises(pades.UnfitDocumentError) as told:
        pades.check_signed_copy(plain_pdf(), signed_pdf(pki, "giam_doc", prepared(change), field="Ký"))
    assert told.value.problem == "changed"
