"""How a message leaves the system: one channel per outside carrier (e-mail, SMS, app)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Note:
    """One message to one person: `event` is stable ("accepted"), `body` is in the person's language.

    `account_id` is None for an applicant without an account; `address` is what the channel's medium reaches: a mailbox,
    for every other medium a telephone number.
    """

    account_id: int | None
    address: str
    dossier_code: str
    event: str
    body: str


class NotificationChannel(Protocol):
    """Carries messages. Sending the same message twice must be harmless: jobs may run again.

    `medium` is what applicants agree to when they file: "email", "sms".
    """

    name: str
    medium: str

    def send(self, note: Note) -> None:
        """Hand the message to the carrier; raises any exception to be tried again later."""
