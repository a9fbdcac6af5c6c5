"""docs/actions.md says what the declarations say."""

from tools import action_table


def test_the_page_shows_the_actions_as_declared() -> None:
    assert action_table.PAGE.read_text(encoding="utf-8").endswith(f"\n\n{action_table.table()}\n")
