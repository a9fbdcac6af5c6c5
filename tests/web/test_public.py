"""Home, the catalogue and the sheet of a procedure, as any visitor meets them (C-02)."""

from __future__ import annotations

import re

import pytest
from fixtures_house import post
from fixtures_portal import words
from flask import Flask
from flask.testing import FlaskClient

from motcua.web.assets_manifest import BUILT, Assets


def test_home_offers_search_look_up_and_fields_with_counts(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert 'action="/procedures"' in page
    assert 'action="/track"' in page
    assert "Hộ tịch 2 thủ tục" in words(page)
    assert "Đất đai 1 thủ tục" in words(page)


def test_no_link_of_the_public_pages_is_dead(client: FlaskClient) -> None:
    for start in ("/", "/procedures", "/procedures/1.001612", "/track", "/account/sign-in"):
        page = client.get(start).get_data(as_text=True)
        for target in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', page)):
            assert client.get(target.replace("&amp;", "&")).status_code in (200, 302), (start, target)


@pytest.mark.req("C-02")
@pytest.mark.parametrize(
    ("query", "count"),
    [("khai sinh", 2), ("KHAI SINH", 2), ("dang ky khai sinh", 2), ("1.001193", 1), ("ho tich", 2)],
)
def test_search_finds_with_and_without_diacritics(client: FlaskClient, query: str, count: int) -> None:
    answer = client.get("/procedures", query_string={"q": query})
    assert "Đăng ký khai sinh" in words(answer)
    assert "Đăng ký thành lập hộ kinh doanh" not in words(answer)
    assert f"Có {count} thủ tục" in words(answer)


@pytest.mark.req("C-02")
def test_search_filters_by_field_and_level(client: FlaskClient) -> None:
    by_field = words(client.get("/procedures?field=ho_kinh_doanh"))
    assert "Đăng ký thành lập hộ kinh doanh" in by_field
    assert "Đăng ký khai sinh" not in by_field
    assert "Không thấy thủ tục nào" in words(client.get("/procedures?level=tinh"))


def test_search_without_a_hit_says_what_to_do_next(client: FlaskClient) -> None:
    page = client.get("/procedures?q=zzz").get_data(as_text=True)
    assert "Không thấy thủ tục nào" in page
    assert "Xem tất cả thủ tục" in page


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "%", "\\", "x" * 5000, "'; drop table"])
def test_a_hostile_query_is_only_text(client: FlaskClient, query: str) -> None:
    answer = client.get("/procedures", query_string={"q": query})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.data


@pytest.mark.req("C-02")
def test_the_sheet_tells_everything_before_filing(client: FlaskClient) -> None:
    page = words(client.get("/procedures/1.001612"))
    for said in (
        "3 ngày làm việc (24 giờ)",
        "50.000 đ – 150.000 đ",
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "Hồ sơ đi qua 6 bước",
        "Thẩm định hồ sơ",
        "12 giờ",
        "Tổng cộng, bằng thời hạn 24 giờ",
        "Văn bản ủy quyền của các thành viên hộ gia đình",
        "Ủy ban nhân dân phường Nam Đông Hà",
        "Nghị định số 168/2025/NĐ-CP",
        "Tên hộ kinh doanh đặt đúng quy định",
        "Nộp trực tuyến",
    ):
        assert said in page, said


@pytest.mark.parametrize(
    ("code", "longest", "steps"),
    [("1.013225", "56 giờ", 8), ("1.013978", "136 giờ", 11), ("2.002621", "24 giờ", 4)],
)
def test_branches_count_once_in_the_time_of_all_steps(
    client: FlaskClient, code: str, longest: str, steps: int
) -> None:
    page = client.get(f"/procedures/{code}").get_data(as_text=True)
    assert f"Đường đi dài nhất là {longest} làm việc" in words(page)
    assert f"Đường đi dài nhất, bằng thời hạn {longest}" in words(page)
    assert len(re.findall(r'<rect class="is-[a-z]+" x="[^"]+" y="0"', page)) == steps


def test_the_ruler_of_steps_is_drawn_to_scale(client: FlaskClient) -> None:
    page = client.get("/procedures/1.001612").get_data(as_text=True)
    widths = [
        float(one) for one in re.findall(r'<rect class="is-\w+" x="[\d.]+" y="0" width="([\d.]+)"', page)
    ]
    gap = 2
    assert [round((width + gap) / 700 * 24) for width in widths] == [2, 2, 12, 5, 2, 1]


def test_the_sheet_reads_in_english(client: FlaskClient) -> None:
    post(client, "/", "/language/en", next="/")
    page = words(client.get("/procedures/1.001193"))
    assert "Birth registration" in page
    assert "Law on Civil Status 60/2014/QH13" in page
    assert "The same day" in page


def test_an_unknown_procedure_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/procedures/9.999999")
    assert answer.status_code == 404
    assert "Không có thủ tục mã “9.999999”" in words(answer)


def test_language_returns_to_the_page_it_came_from_and_nowhere_else(client: FlaskClient) -> None:
    answer = post(client, "/", "/language/en", next="/procedures?q=a")
    assert (answer.status_code, answer.location) == (303, "/procedures?q=a")
    assert post(client, "/", "/language/vi", next="https://evil.example/").location == "/"
    assert post(client, "/", "/language/vi", next="//evil.example/").location == "/"
    assert post(client, "/", "/language/vi", next="/\\evil.example").location == "/"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    post(client, "/", "/language/xx", next="/")
    assert 'lang="vi"' in client.get("/").get_data(as_text=True)


@pytest.mark.req("N-17")
def test_public_pages_ask_no_other_host_for_anything(client: FlaskClient) -> None:
    for path in ("/", "/procedures/1.001612", "/track"):
        answer = client.get(path)
        page = answer.get_data(as_text=True)
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
        assert not re.search(r"<style|style=\"|<script(?![^>]*src=)|\son\w+=", page)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_home_page_weighs_no_more_than_250_kb(app: Flask, client: FlaskClient) -> None:
    """Unpacked, with every weight of the letters and figures that Vietnamese and English are written in.

    Browsers ask for a font file when a page has a letter of its range; neither language has one of "latin-ext".
    """
    assets = Assets()
    entry = assets.entry("portal")
    files = [*entry.scripts, *entry.styles, assets.icon_sprite(), assets.mark()]
    style = (BUILT / entry.styles[0]).read_text(encoding="utf-8")
    fonts = {name for name in re.findall(r"[\w.-]+\.woff2", style) if "latin-ext" not in name}
    assert len(fonts) == 12
    weight = len(client.get("/").data)
    weight += sum((BUILT / name).stat().st_size for name in [*files, *fonts])
    assert weight <= 250_000, f"{weight / 1000:.0f} kB"
