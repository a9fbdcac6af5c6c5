"""Messages by e-mail through a mail server (SMTP), encrypted on the way unless the server is this machine."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from motcua.extend.notification import Note

TIMEOUT = 30
OWN_HOSTS = {"localhost", "127.0.0.1", "::1"}


class SmtpChannel:
    """Implements `NotificationChannel`: `smtp://user:password@host:587?from=motcua@tinh.gov.vn`.

    `smtps://` speaks TLS from the first byte (port 465), `smtp://` changes to it (STARTTLS) and refuses a server that
    does not, unless that is this machine. Raises ValueError when the address says no host or no sender.
    """

    name = "email"
    medium = "email"

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not sender:
            raise ValueError("SMTP_URL must be like smtp://user:password@host:587?from=sender@host")
        self._host = parts.hostname
        self._is_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    def send(self, note: Note) -> None:
        """Hand one message over; nothing is sent to an account without an address."""
        if not note.address:
            return
        with self._connected() as server:
            server.send_message(self._message(note))

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._is_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT)
            if self._host not in OWN_HOSTS:
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server

    def _message(self, note: Note) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = note.address
        # The subject may be shown on a locked screen: it names the dossier, never a code or the person's affairs.
        message["Subject"] = (
            f"Hồ sơ {note.dossier_code}" if note.dossier_code else "Tài khoản Cổng Dịch vụ công"
        )
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(note.body)
        return message
