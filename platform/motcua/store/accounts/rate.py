"""How often something was tried: counts in windows of time, shared by all processes.

A counted row stays locked until the transaction ends, so whoever counts commits before going on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from motcua.store.base import Base


class RateWindow(Base):
    """`count` attempts of `key` ("sign_in:203.0.113.7") since `window_start`, one row per window."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


def hit(connection: Connection, key: str, now: datetime, window: timedelta) -> int:
    """Count one attempt; how many there were in the window that `now` falls into, this one included."""
    statement = insert(RateWindow).values(key=key, window_start=start_of(now, window), count=1)
    counted = statement.on_conflict_do_update(
        index_elements=["key", "window_start"], set_={"count": RateWindow.count + 1}
    ).returning(RateWindow.count)
    return connection.execute(counted).scalar_one()


def take_back(connection: Connection, key: str, now: datetime, window: timedelta) -> None:
    """Uncount one attempt of the window that `now` falls into."""
    is_this = (RateWindow.key == key, RateWindow.window_start == start_of(now, window), RateWindow.count > 0)
    connection.execute(update(RateWindow).where(*is_this).values(count=RateWindow.count - 1))


def start_of(now: datetime, window: timedelta) -> datetime:
    """When the window of `now` began; windows of one length follow each other from the epoch on."""
    seconds = window.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def forget(connection: Connection, before: datetime) -> None:
    """Delete the windows that began before an instant."""
    connection.execute(delete(RateWindow).where(RateWindow.window_start < before))
