"""`motcua signature verify` and `motcua dossier verify` away from an installation: only a file and whom to trust."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from signed_samples import painted_over, plain_pdf, signed_pdf

from motcua.cli import main
from motcua.contrib.signing.sandbox_pki import SandboxPki


@pytest.mark.req("F-13")
def test_a_file_is_examined_on_the_command_line(pki: SandboxPki, tmp_path: Path) -> None:
    good = signed_pdf(pki, "giam_doc")
    file, root = tmp_path / "a.pdf", str(pki.folder / "root.pem")
    told = {}
    for name, content in (("good", good), ("spoilt", painted_over(good)), ("unsigned", plain_pdf())):
        file.write_bytes(content)
        done = CliRunner().invoke(main, ["signature", "verify", str(file), "--trust", root, "--json"])
        told[name] = (done.exit_code, [one["verdict"] for one in json.loads(done.output)])
    assert told == {"good": (0, ["valid"]), "spoilt": (1, ["altered"]), "unsigned": (1, [])}


def test_what_is_no_package_is_said_so(pki: SandboxPki, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(plain_pdf())
    done = CliRunner().invoke(main, ["dossier", "verify", str(file), "--trust", str(pki.folder / "root.pem")])
    assert done.exit_code == 1
    assert "is no sealed package (.zip)" in done.output
