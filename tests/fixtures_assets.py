"""A small application with the layouts' endpoints and sample variables, to render and look at templates alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import segno
from flask import Flask, g, render_template, request
from flask_babel import Babel
from markupsafe import Markup
from werkzeug.serving import make_server

from motcua.web.assets_manifest import register_assets
from motcua.web.filters import register_filters

ENDPOINTS = {
    "/": "public.home",
    "/thu-tuc": "public.search",
    "/tra-cuu": "public.track",
    "/kiem-tra": "public.verify",
    "/ho-so": "citizen.dossiers",
    "/viec": "officer.work",
    "/viec/tim": "officer.search",
    "/viec/nhan": "officer.walk_in_new",
    "/dieu-khoan": "public.terms",
    "/tro-nang": "public.accessibility",
    "/dang-nhap": "account.sign_in",
    "/dang-xuat": "account.sign_out",
    "/tai-khoan": "account.own",
    "/ngon-ngu/<code>": "public.language",
}
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
WEB = Path(__file__).resolve().parent.parent / "platform" / "motcua" / "web"

SITE = SimpleNamespace(
    province_name="Tỉnh Quảng Trị",
    organisation="Ủy ban nhân dân tỉnh Quảng Trị",
    address="Trung tâm Phục vụ hành chính công tỉnh, đường Hùng Vương, phường Nam Đông Hà",
    phone="0233 1022",
    hours="Thứ Hai – thứ Sáu, 07:00–11:30 và 13:30–17:00",
)
OFFICER = SimpleNamespace(
    name="Lê Quang Vinh", subtitle="Chuyên viên, Phòng KT, HT & ĐT", is_staff=True, initials="LV"
)
LANGUAGES = (
    SimpleNamespace(code="vi", label="VI", name="Tiếng Việt", current=True),
    SimpleNamespace(code="en", label="EN", name="English", current=False),
)
ERROR = {
    "title": "Chưa gửi được hồ sơ",
    "eyebrow": "Đăng ký thành lập hộ kinh doanh",
    "what": "Lúc 09:40, cơ sở dữ liệu dân cư không trả lời. Lỗi ở phía chúng tôi, bạn không làm gì sai.",
    "kept": [(True, "Tờ khai đã lưu đủ 5 phần, giữ đến 20/12/2026."), (False, "Hồ sơ chưa có mã.")],
    "todo": "Gửi lại sau vài phút, hoặc mang căn cước đến Bộ phận Một cửa trước 17:00 hôm nay.",
    "actions": [("/ho-so", "Gửi lại hồ sơ"), ("/", "Về trang chủ")],
    "incident": "K7M-4QX",
}


def _layout_variables() -> dict[str, object]:
    return {
        "site": SITE,
        "viewer": g.get("viewer"),
        "languages": LANGUAGES,
        "nav_current": g.get("nav_current", "procedures"),
        "layout": g.get("layout", "portal.html"),
    }


def _styleguide() -> str:
    g.layout = request.args.get("layout", "portal.html")
    if request.args.get("viewer") or g.layout == "desk.html":
        g.viewer = OFFICER
        g.nav_current = "work"
    code = segno.make("http://localhost/tra-cuu/H50.16-261120-0012", error="m", micro=False)
    picture = code.svg_inline(border=2, svgclass="qr-code", lineclass=None, omitsize=True)
    return render_template("styleguide.html", qr_svg=Markup(picture))


def build_pages_app() -> Flask:
    """The layouts and the styleguide under the strict content policy, without the rest of the system."""
    app = Flask("motcua.web", template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.secret_key = "for tests only"
    Babel(app, default_locale="vi")
    register_assets(app)
    register_filters(app)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.context_processor(_layout_variables)
    for path, endpoint in ENDPOINTS.items():
        app.add_url_rule(path, endpoint, lambda **_: "", methods=["GET", "POST"])
    app.add_url_rule("/styleguide", "styleguide", _styleguide)
    app.add_url_rule("/error", "error", lambda: render_template("error.html", **ERROR))
    app.after_request(_with_policy)
    return app


def _with_policy(response):  # type: ignore[no-untyped-def]
    response.headers["Content-Security-Policy"] = POLICY
    return response


@pytest.fixture(scope="session")
def pages_app() -> Flask:
    return build_pages_app()


@pytest.fixture(scope="session")
def pages_address(pages_app: Flask) -> Iterator[str]:
    """Address of the small application on a free local port."""
    server = make_server("127.0.0.1", 0, pages_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
