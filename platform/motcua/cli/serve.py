"""The command `motcua serve`: database, migrations, sample province, web and worker under one Ctrl-C."""

from __future__ import annotations

import http.client
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from motcua import settings
from motcua.cli.language import terminal_language
from motcua.cli.serve_database import has_account, is_current, is_empty, open_database
from motcua.cli.serve_place import ServeError, only_one, require_free
from motcua.cli.supervisor import Program, StopRequest, Supervisor, read_procfile
from motcua.domain.text import Text

SECONDS_TO_ANSWER = 60.0
SECONDS_BETWEEN_TRIES = 0.1
ANY_ADDRESS = "0.0.0.0"  # noqa: S104


@dataclass(frozen=True, slots=True)
class Plan:
    """Where and what to serve."""

    host: str
    port: int
    with_worker: bool

    @property
    def address(self) -> str:
        """What a person types into the browser of this machine."""
        return f"http://{self.local_host}:{self.port}"

    @property
    def local_host(self) -> str:
        return "127.0.0.1" if self.host == ANY_ADDRESS else self.host

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach what is served."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def programs(self) -> tuple[str, ...]:
        return ("web", "worker") if self.with_worker else ("web",)


@click.command()
@click.option(
    "--host", envvar="MOTCUA_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", envvar="PORT", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-worker", is_flag=True, help="Web only; run `motcua worker` elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve web and worker, with an embedded PostgreSQL unless DATABASE_URL is set. Ctrl-C stops all."""
    plan = Plan(host, port, not no_worker)
    with StopRequest().listening() as request:
        try:
            _serve(plan, request)
        except (ServeError, settings.SettingsError) as error:
            say(
                error.message if isinstance(error, ServeError) else Text(str(error), str(error)),
                to_error=True,
            )
            sys.exit(1)
    say(Text("Đã dừng.", "Stopped."))


def say(text: Text, *, to_error: bool = False) -> None:
    """One sentence in the terminal's language."""
    click.echo(text.in_(terminal_language()), err=to_error)


def _serve(plan: Plan, request: StopRequest) -> None:
    """All from the start to the stop; comes back when a stop was requested, else raises ServeError."""
    var = settings.var_directory()
    with ExitStack() as cleaning:
        cleaning.enter_context(only_one(var, plan.address))
        require_free(plan.host, plan.port)
        settings.create_keys(var)
        url = open_database(var, cleaning, say)
        supervisor = Supervisor(folder(), {**os.environ, **addresses(plan, url)}, request)
        cleaning.callback(supervisor.stop)
        if not _prepare(supervisor, plan, url):
            return
        supervisor.start(read_procfile(folder() / "Procfile", plan.programs))
        if _answers(plan, supervisor, request):
            _announce(plan, url)
        ended = supervisor.wait()
        say(Text("Đang dừng …", "Stopping …"))
        if ended is not None:
            raise ServeError(
                Text(
                    f"Tiến trình {ended.name} đã kết thúc với mã {ended.code}; thông báo của nó ở ngay trên.",
                    f"The process {ended.name} ended with code {ended.code}; what it said stands above.",
                )
            )


def folder() -> Path:
    """Where the Procfile is."""
    return settings.CHECKOUT if settings.is_checkout() else Path.cwd()


def addresses(plan: Plan, url: str) -> dict[str, str]:
    """What the programs of the Procfile are told of where they are."""
    scripts = str(Path(sys.executable).parent)
    return {
        "DATABASE_URL": url,
        "MOTCUA_HOST": plan.host,
        "PORT": str(plan.port),
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _prepare(supervisor: Supervisor, plan: Plan, url: str) -> bool:
    """Migrations, and the sample province when the database is empty; false when a stop was requested."""
    if not is_current(url):
        say(Text("Cập nhật cấu trúc cơ sở dữ liệu …", "Bringing the database up to date …"))
        if not _finishes(supervisor, "db", "upgrade", quietly=True):
            return False
    if not is_empty(url):
        return True
    if not plan.is_private:
        # The sample accounts share a password that everybody knows.
        say(
            Text(
                f"Cơ sở dữ liệu còn trống. Tỉnh mẫu không tự nạp khi phục vụ ở {plan.host}: "
                "chạy 'motcua demo' nếu muốn thử.",
                f"The database is empty. The sample province is not loaded by itself when serving on {plan.host}: "
                "run 'motcua demo' to try it.",
            )
        )
        return True
    say(Text("Nạp tỉnh mẫu: cơ quan, tài khoản, thủ tục …", "Loading the sample province …"))
    return _finishes(supervisor, "demo")


def _finishes(supervisor: Supervisor, *words: str, quietly: bool = False) -> bool:
    """Run a command of ours; false when a stop was requested meanwhile. Raises ServeError when it fails."""
    code = supervisor.run(Program("motcua", ("motcua", *words)), quietly=quietly)
    if code:
        line = " ".join(["motcua", *words])
        raise ServeError(
            Text(
                f"Lệnh '{line}' không xong (mã {code}); thông báo của nó ở ngay trên.",
                f"The command '{line}' failed (code {code}); what it said stands above.",
            )
        )
    return code is not None


def _answers(plan: Plan, supervisor: Supervisor, request: StopRequest) -> bool:
    """Wait for the web process's first answer: false when a stop or an end came before it.

    Raises ServeError when there is none within a minute.
    """
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not request.came and supervisor.ended() is None:
        if time.monotonic() > deadline:
            raise ServeError(
                Text(
                    f"Trang web không trả lời ở {plan.address} sau {SECONDS_TO_ANSWER:.0f} giây.",
                    f"The web process gave no answer at {plan.address} within {SECONDS_TO_ANSWER:.0f} seconds.",
                )
            )
        if answers_now(plan):
            return True
        time.sleep(SECONDS_BETWEEN_TRIES)
    return False


def answers_now(plan: Plan) -> bool:
    """Whether the web process answers yet."""
    connection = http.client.HTTPConnection(plan.local_host, plan.port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _announce(plan: Plan, url: str) -> None:
    say(Text(f"\nMotcua đang chạy tại {plan.address}", f"\nMotcua is running at {plan.address}"))
    _show_sample_accounts(url)
    say(Text("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop."))


def _show_sample_accounts(url: str) -> None:
    # Imported only now: the services take a second to import, and the address must not wait for that.
    from motcua.services.sample.demo import sample_accounts

    accounts = sample_accounts()
    if has_account(url, accounts[0].login):
        say(Text("Tài khoản mẫu (chỉ để thử):", "Sample accounts (for trying out only):"))
        for account in accounts:
            click.echo(f"  {account}")
        say(
            Text(
                "Tài khoản quản trị (quantri, duyet, vanhanh, anninh, cntt) cài thêm lớp xác thực khi đăng nhập lần đầu: "
                "cần một ứng dụng xác thực trên điện thoại.",
                "Administrators (quantri, duyet, vanhanh, anninh, cntt) set a second factor up at their first sign-in: "
                "have an authenticator app at hand.",
            )
        )
