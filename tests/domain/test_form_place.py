"""Where in a form a finding is, in the words of its author."""

from __future__ import annotations

import pytest

from motcua.domain.forms.form_place import place_of
from motcua.domain.text import Text

SCHEMA = {
    "properties": {
        "chu_ho": {
            "title": "Chủ hộ",
            "x-en": {"title": "Householder"},
            "properties": {"properties": {"title": "Họ và tên"}, "tên/cũ": {}},
        },
        "con": {"title": "Các con", "items": {"properties": {"truong": {"title": "Trường"}}}},
    },
    "allOf": [{"if": {"properties": {"chu_ho": True}}}],
}


@pytest.mark.parametrize(
    ("pointer", "vi", "en"),
    [
        ("", "", ""),
        ("/allOf/0/if", "", ""),
        ("/properties/chu_ho", "Chủ hộ", "Householder"),
        ("/properties/chu_ho/properties/properties/pattern", "Chủ hộ › Họ và tên", "Householder › Họ và tên"),
        ("/properties/chu_ho/properties/tên~1cũ", "Chủ hộ › tên/cũ", "Householder › tên/cũ"),
        ("/properties/con/items/properties/truong", "Các con › Trường", "Các con › Trường"),
        ("/properties/khac/properties/x", "", ""),
        ("/allOf/7/if/properties/chu_ho", "", ""),
    ],
)
def test_a_place_is_named_by_the_titles_that_lead_to_it(pointer: str, vi: str, en: str) -> None:
    assert place_of(SCHEMA, pointer) == Text(vi, en)
