"""Whether a file is another one with exactly one signature more: everything else of its objects must be what it was.

pyHanko's own policy judges what follows a signature; here there may be none before, so old objects are compared one by
one. Run by `pades_process`, never on hostile bytes in the portal itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Set
from typing import Any, Final

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from motcua.contrib.signing.signed_pdf import UnfitError, opened

IN_CATALOG: Final = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
IN_FORM: Final = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
RUNS: Final = ("/A", "/AA")
MOST_PAGES: Final = 20_000


def compare(original: bytes, returned: bytes) -> None:
    """Raises UnfitError: "locked", "unsigned", "more" signatures than one, "changed"."""
    before, after = opened(original), opened(returned)
    known = {one.field_name for one in before.embedded_signatures}
    new = [
        one
        for one in after.embedded_signatures
        if one.field_name not in known and one.sig_object_type == "/Sig"
    ]
    if len(new) != 1:
        raise UnfitError("more" if new else "unsigned")
    if new[0].evaluate_signature_coverage().name not in ("ENTIRE_FILE", "ENTIRE_REVISION"):
        raise UnfitError("changed")
    comparison = _Comparison(before, after)
    if not comparison.is_same_but_signed():
        raise UnfitError("changed")


class _Comparison:
    """Two readings of one document, the second with updates at its end."""

    def __init__(self, before: PdfFileReader, after: PdfFileReader) -> None:
        self._before, self._after = before, after
        form = _value(before.root, "/AcroForm")
        self._growing = {*_annotation_lists(before)}
        self._forms = _referred(before.root, "/AcroForm")
        if isinstance(form, DictionaryObject):
            self._growing |= _referred(form, "/Fields")
        self._loose = _referred(before.root, "/Metadata") | _referred(before.trailer.flatten(), "/Info")

    def is_same_but_signed(self) -> bool:
        roots = _place(self._before.root_ref), _place(self._after.root_ref)
        if roots[0] != roots[1] or "/Encrypt" in self._after.trailer.flatten():
            return False
        first = int(self._before.trailer.flatten()["/Size"])
        return all(self._is_permitted(one, first) for one in self._updated())

    def _updated(self) -> Set[Reference]:
        xrefs = self._after.xrefs
        begin = self._before.xrefs.total_revisions
        return {
            one
            for revision in range(begin, xrefs.total_revisions)
            for one in (*xrefs.explicit_refs_in_revision(revision), *xrefs.refs_freed_in_revision(revision))
        }

    def _is_permitted(self, ref: Reference, first_new: int) -> bool:
        if ref.idnum >= first_new:
            return True
        old, new = self._at(self._before, ref), self._at(self._after, ref)
        if _written(old) == _written(new):
            return True
        # A number that nobody had could be one that the page already refers to.
        if isinstance(old, NullObject):
            return False
        if _place(ref) == _place(self._before.root_ref):
            return self._is_catalog_permitted(old, new)
        if _place(ref) in self._forms:
            return self._is_form_permitted(old, new)
        if _place(ref) in self._growing:
            return self._has_only_grown(old, new)
        if _place(ref) in self._loose:
            return isinstance(new, type(old))
        return self._is_page_permitted(old, new)

    def _is_catalog_permitted(self, old: Any, new: Any) -> bool:
        form = old.raw_get("/AcroForm") if "/AcroForm" in old else DictionaryObject()
        # A form that stands in the catalogue itself is judged with it, and so is one that there was not before.
        is_here = isinstance(form, DictionaryObject) and "/AcroForm" in {*old, *new}
        if is_here and not self._is_form_permitted(form, _value(new, "/AcroForm")):
            return False
        return _differences(old, new) <= IN_CATALOG

    def _is_form_permitted(self, old: Any, new: Any) -> bool:
        if not isinstance(new, DictionaryObject) or not _differences(old, new) <= IN_FORM:
            return False
        return self._has_only_grown(_value(old, "/Fields"), _value(new, "/Fields"))

    def _is_page_permitted(self, old: Any, new: Any) -> bool:
        if not (isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject)):
            return False
        is_page = _value(old, "/Type") == "/Page" and not isinstance(old, StreamObject)
        if not is_page or not _differences(old, new) <= {"/Annots"}:
            return False
        return self._has_only_grown(_value(old, "/Annots"), _value(new, "/Annots"))

    def _has_only_grown(self, old: Any, new: Any) -> bool:
        """Whether the new list has everything of the old in its order, then fields of signatures only."""
        had = list(old) if isinstance(old, ArrayObject) else []
        if not isinstance(new, ArrayObject):
            return False
        has = list(new)
        if [_written(one) for one in has[: len(had)]] != [_written(one) for one in had]:
            return False
        return all(_is_signature_field(one) for one in has[len(had) :])

    def _at(self, reader: PdfFileReader, ref: Reference) -> Any:
        try:
            return reader.get_object(Reference(ref.idnum, ref.generation, reader), transparent_decrypt=False)
        except Exception:  # an object that cannot be read is none
            return NullObject()


def _annotation_lists(reader: PdfFileReader) -> Iterator[tuple[int, int]]:
    """Where the pages' lists of annotations lie, of those that lie apart."""
    waiting, seen = [reader.root["/Pages"]], 0
    while waiting:
        node, seen = waiting.pop(), seen + 1
        if seen > MOST_PAGES:
            raise UnfitError("busy")
        waiting += [one.get_object() for one in _value(node, "/Kids") or ()]
        yield from _referred(node, "/Annots")


def _referred(holder: DictionaryObject, name: str) -> set[tuple[int, int]]:
    found = holder.raw_get(name) if name in holder else None
    return {_place(found.reference)} if isinstance(found, IndirectObject) else set()


def _value(holder: DictionaryObject, name: str) -> Any:
    """What stands under the name, looked up where it lies apart; None where there is nothing."""
    # Not `get`, which hands out the reference.
    return holder[name] if name in holder else None  # noqa: SIM401


def _place(ref: Reference) -> tuple[int, int]:
    return ref.idnum, ref.generation


def _differences(old: DictionaryObject, new: DictionaryObject) -> set[str]:
    names = {*old, *new}
    return {
        one
        for one in names
        if one not in old or one not in new or _written(old.raw_get(one)) != _written(new.raw_get(one))
    }


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def _is_signature_field(one: Any) -> bool:
    """Whether it is a field or a widget of a signature, with nothing that runs when somebody touches it."""
    found = one.get_object() if isinstance(one, IndirectObject) else one
    if not isinstance(found, DictionaryObject):
        return False
    parent, kids = _value(found, "/Parent"), _value(found, "/Kids")
    line = [found, *([parent] if isinstance(parent, DictionaryObject) else [])]
    line += [kids[place] for place in range(len(kids))] if isinstance(kids, ArrayObject) else []
    if not all(isinstance(part, DictionaryObject) for part in line):
        return False
    if any(name in part for part in line for name in RUNS):
        return False
    kinds = {part["/FT"] for part in line if "/FT" in part}
    return kinds == {"/Sig"} and _value(found, "/Subtype") in (None, "/Widget")
