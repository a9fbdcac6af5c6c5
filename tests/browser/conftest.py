"""The modules beside this file that walk through the pages are imported as `browser.…`, with rewritten asserts."""

import pytest

pytest.register_assert_rewrite(
    "browser.looking", "browser.asking", "browser.citizen", "browser.officer", "browser.keyboard"
)
