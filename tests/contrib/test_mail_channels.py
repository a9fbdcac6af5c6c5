"""Letters leave by a mail server, or are files that only this user may read where there is none."""

from __future__ import annotations

import logging
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from motcua.contrib.console_channel import ConsoleChannel
from motcua.contrib.smtp_channel import SmtpChannel
from motcua.extend.notification import Note

LETTER = Note(7, "hang@example.vn", "", "code.contact", "Mã của bạn: 123456")
ABOUT_DOSSIER = Note(7, "hang@example.vn", "H50.16-000.001", "accepted", "Hồ sơ đã được tiếp nhận.")


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as a client needs to hand one message over; keeps what it was given."""

    allow_reuse_address = True
    daemon_threads = True
    received: list[bytes]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(body)  # type: ignore[attr-defined]
            self.say("221 bye" if line == b"QUIT" else "250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(("127.0.0.1", 0), Conversation)
    server.received = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_letter_goes_through_the_mail_server_and_its_subject_tells_nothing(mail_server: MailServer) -> None:
    port = mail_server.server_address[1]
    SmtpChannel(f"smtp://127.0.0.1:{port}?from=motcua@quangtri.gov.vn").send(LETTER)
    (raw,) = mail_server.received
    message = message_from_bytes(raw, policy=policy.default)
    assert (message["To"], message["From"]) == (LETTER.address, "motcua@quangtri.gov.vn")
    assert "123456" not in message["Subject"]
    assert message.get_content().strip() == LETTER.body


def test_an_account_without_an_address_gets_no_mail(mail_server: MailServer) -> None:
    port = mail_server.server_address[1]
    SmtpChannel(f"smtp://127.0.0.1:{port}?from=a@b.vn").send(Note(7, "", "", "x", "y"))
    assert mail_server.received == []


@pytest.mark.parametrize(
    "url", ["mail.example.vn", "http://x?from=a@b.vn", "smtp://x", "smtp://?from=a@b.vn"]
)
def test_an_address_that_cannot_send_stops_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpChannel(url)


def test_without_a_mail_server_a_code_is_in_a_private_file_and_not_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    channel = ConsoleChannel(tmp_path / "mail")
    channel.send(LETTER)
    channel.send(ABOUT_DOSSIER)
    (file,) = (tmp_path / "mail").iterdir()
    assert LETTER.body in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "123456" not in caplog.text
    assert ABOUT_DOSSIER.body not in caplog.text
