"""Signatures put into PDF files and looked for in them, with pyHanko; run by `pades_process`, never on hostile bytes here.

Everything is an incremental update: what was signed before stays as it was, byte for byte.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.content import PdfContent, RawContent
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

RESERVED: Final = 3_000
RESERVED_FOR_TIME: Final = 10_000
MARK_NAME: Final = "/MotcuaMark"


_UPRIGHT: Final = {
    0: "1 0 0 1 0 0",
    90: "0 1 -1 0 {h:.4f} 0",
    180: "-1 0 0 -1 {w:.4f} {h:.4f}",
    270: "0 -1 1 0 0 {w:.4f}",
}
"""What sets a mark of width w and height h upright on a page that is shown turned clockwise by these degrees."""


class UnfitError(Exception):
    """Why the document cannot be signed or is not what it should be; a key of `pades.PROBLEMS`."""


class _Writer(IncrementalPdfFileWriter):
    """Appends to a document and leaves what it says of itself alone: rewritten, it would be no PDF/A any more."""

    def _update_meta(self) -> None:
        """Nothing: a signature tells its own time."""


class _Mark(PdfContent):
    """The one page of a small PDF, as what is seen of a signature; upright on a page that is shown turned by `turn`."""

    def __init__(self, page: bytes, turn: int) -> None:
        super().__init__()
        self._page, self._turn = page, turn

    def render(self) -> bytes:
        writer = self.writer
        assert writer is not None
        found = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject[MARK_NAME] = found
        left, low, right, high = (float(one) for one in found.get_object()["/BBox"])
        wide, high = abs(right - left), abs(high - low)
        box = (wide, high) if self._turn % 180 == 0 else (high, wide)
        self.box = BoxConstraints(width=box[0], height=box[1])
        return f"{_UPRIGHT[self._turn].format(w=wide, h=high)} cm {MARK_NAME} Do".encode()


def prepare(
    document: bytes, head: Mapping[str, Any], mark: bytes, certificates: Sequence[bytes]
) -> dict[str, Any]:
    """The document with room for a signature, where that room is, and what is to be signed.

    `head`: page, box (or None), turn of the page, at, reason, field, with_time_stamp. The signer's certificate is the first.
    """
    writer = _Writer(io.BytesIO(document))
    name = _free_name(writer.prev, head["field"])
    own, *above = [x509.Certificate.load(one) for one in certificates]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    signer = signers.ExternalSigner(own, store, signature_value=512)
    meta = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        reason=head["reason"] or None,
        name=own.subject.native.get("common_name"),
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    _add_field(writer, name, head)
    session = signers.PdfSigner(meta, signer, stamp_style=_style(mark, head["turn"])).init_signing_session(
        writer, True
    )
    session.system_time = datetime.fromisoformat(head["at"])
    out = io.BytesIO()
    reserved = RESERVED + sum(map(len, certificates)) + RESERVED_FOR_TIME * bool(head["with_time_stamp"])
    digest, _ = session.prepare_tbs_document(None, 2 * reserved).digest_tbs_document(output=out)
    attributes = asyncio.run(
        signer.signed_attrs(
            digest.document_digest, "sha256", attr_settings=PdfCMSSignedAttributes(), use_pades=True
        )
    )
    return {
        "document": out.getvalue(),
        "start": digest.reserved_region_start,
        "end": digest.reserved_region_end,
        "to_sign": attributes.dump(),
        "field": name,
    }


def add_proof(
    document: bytes,
    field: str,
    certificates: Sequence[bytes],
    ocsp_answers: Sequence[bytes],
    revocation_lists: Sequence[bytes],
) -> bytes:
    """The signed document with what proves its certificates later on (PAdES B-LT)."""
    signature = next(
        one for one in PdfFileReader(io.BytesIO(document)).embedded_signatures if one.field_name == field
    )
    writer, out = _Writer(io.BytesIO(document)), io.BytesIO()
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        signature.pkcs7_content.hex().upper().encode("ascii"),
        certs=[x509.Certificate.load(one) for one in certificates],
        ocsps=[ocsp.OCSPResponse.load(one) for one in ocsp_answers],
        crls=[crl.CertificateList.load(one) for one in revocation_lists],
    )
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def opened(document: bytes) -> PdfFileReader:
    """The document; raises UnfitError when it has a password."""
    reader = PdfFileReader(io.BytesIO(document))
    if reader.encrypted:
        raise UnfitError("locked")
    return reader


def _free_name(reader: PdfFileReader, wanted: str) -> str:
    """`wanted`, with a number where a field has this name already."""
    if reader.encrypted:
        raise UnfitError("locked")
    taken = {name for name, _, _ in fields.enumerate_sig_fields(reader)}
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def _add_field(writer: IncrementalPdfFileWriter, name: str, head: Mapping[str, Any]) -> None:
    pages = int(writer.prev.root["/Pages"]["/Count"])
    if not -pages <= head["page"] < pages:
        raise UnfitError("page")
    box = tuple(head["box"]) if head["box"] else None
    fields.append_signature_field(
        writer, fields.SigFieldSpec(sig_field_name=name, on_page=head["page"], box=box)
    )
    if box is None:
        # PDF/A wants to see nothing rather than not to be told what is to be seen.
        nothing = RawContent(b"", box=BoxConstraints(1, 1)).as_form_xobject()
        seen = DictionaryObject({NameObject("/N"): writer.add_object(nothing)})
        writer.root["/AcroForm"]["/Fields"][-1][NameObject("/AP")] = seen


def _style(mark: bytes, turn: int) -> StaticStampStyle | None:
    if not mark:
        return None
    place = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins.uniform(0))
    return StaticStampStyle(
        border_width=0, background=_Mark(mark, turn), background_layout=place, background_opacity=1.0
    )
