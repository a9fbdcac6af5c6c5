"""Layouts and components as markup: what assistive technology and the forms rely on."""

import pytest
from flask import render_template_string
from lxml import html


@pytest.fixture
def page(pages_app):
    def fetch(address):
        response = pages_app.test_client().get(address)
        assert response.status_code == 200
        return html.fromstring(response.get_data(as_text=True))

    return fetch


@pytest.fixture
def draw(pages_app):
    def render(source, **values):
        with pages_app.test_request_context("/"):
            return html.fromstring(f"<div>{render_template_string(source, **values)}</div>")

    return render


def ids(tree):
    return tree.xpath("//@id")


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide?layout=desk.html", "/error"])
def test_a_page_names_its_language_and_keeps_ids_unique(page, address):
    tree = page(address)
    assert tree.get("lang") == "vi"
    assert len(ids(tree)) == len(set(ids(tree)))
    described = {word for value in tree.xpath("//@aria-describedby") for word in value.split()}
    assert described <= set(ids(tree))


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide?layout=desk.html"])
def test_the_skip_link_leads_to_the_content(page, address):
    tree = page(address)
    first = tree.xpath("//a")[0]
    assert first.get("href") == "#main"
    assert tree.get_element_by_id("main").tag == "main"


def test_a_citizen_sees_his_dossiers_and_an_officer_the_desk(page):
    visitor = page("/styleguide").xpath("//nav[@class='portal-nav']/a/@href")
    officer = page("/styleguide?viewer=1").xpath("//nav[@class='portal-nav']/a/@href")
    assert visitor == ["/thu-tuc", "/tra-cuu", "/ho-so"]
    assert officer == ["/thu-tuc", "/tra-cuu", "/viec"]


def test_language_and_sign_out_are_posted_with_the_token(page):
    forms = page("/styleguide?viewer=1").xpath("//header//form")
    assert {form.get("action") for form in forms} == {"/ngon-ngu/en", "/dang-xuat"}
    assert all(form.get("method") == "post" for form in forms)
    assert all(form.xpath(".//input[@name='csrf_token']/@value") == ["token"] for form in forms)


FIELD = """{% from 'macros/fields.html' import wrapper, described %}
{% call wrapper('phone', 'Điện thoại', hint=hint, error=error, optional=optional, legend=legend) %}
<input id="phone-input" {{ described('phone', hint, error) }}>{% endcall %}"""


def test_the_error_stands_between_label_and_input(draw):
    field = draw(FIELD, hint="Gồm 10 chữ số", error="Còn thiếu 2 chữ số").find("div")
    assert [child.tag for child in field] == ["label", "div", "p", "input"]
    assert "is-bad" in field.get("class")
    assert field.find("input").get("aria-describedby") == "phone-hint phone-error"
    assert field.find("input").get("aria-invalid") == "true"
    assert "Lỗi: Còn thiếu 2 chữ số" in " ".join(field.find("p").text_content().split())


def test_a_field_without_help_or_error_is_described_by_nothing(draw):
    field = draw(FIELD).find("div")
    assert [child.tag for child in field] == ["label", "input"]
    assert field.find("input").get("aria-describedby") is None


def test_only_optional_fields_are_marked(draw):
    assert "(không bắt buộc)" in draw(FIELD, optional=True).text_content()
    assert "(không bắt buộc)" not in draw(FIELD).text_content()


def test_a_group_is_a_fieldset_that_carries_help_and_error(draw):
    group = draw(FIELD, hint="Chọn một", error="Chưa chọn", legend=True).find("fieldset")
    assert group.get("id") == "phone"
    assert group.get("aria-describedby") == "phone-hint phone-error"
    assert group.find("legend").text_content().strip() == "Điện thoại"


def test_text_of_people_is_escaped(draw):
    field = draw(FIELD, error="<script>alert(1)</script>")
    assert field.xpath(".//script") == []
    assert "<script>alert(1)</script>" in field.text_content()


def test_the_summary_links_to_the_fields_in_their_own_words(draw):
    source = "{% from 'macros/errors.html' import error_summary %}{{ error_summary(errors) }}"
    summary = draw(source, errors=[("phone", "Còn thiếu 2 chữ số"), ("", "Chưa cam đoan")])
    assert [(a.get("href"), a.text) for a in summary.iter("a")] == [("#phone", "Còn thiếu 2 chữ số")]
    assert "Chưa cam đoan" in summary.text_content()
    assert draw(source, errors=[]).text_content().strip() == ""


def test_an_overdue_bar_is_full_and_a_stopped_one_still_says_so(draw):
    source = "{% from 'macros/remaining.html' import remaining_bar %}{{ remaining_bar(level, words, 40) }}"
    late = draw(source, level="bad", words="quá hạn 50 phút")
    held = draw(source, level="hold", words="tạm dừng")
    assert late.xpath(".//progress/@value") == ["100"]
    assert "tạm dừng" in held.text_content()


def test_the_state_of_a_timeline_row_is_also_said_in_words(draw):
    source = "{% from 'macros/timeline.html' import timeline %}{{ timeline([{'state': 'now', 'what': 'Thẩm định'}]) }}"
    assert " ".join(draw(source).text_content().split()) == "Đang làm: Thẩm định"


def test_groups_of_the_work_list_count_their_rows_and_empty_ones_vanish(page, draw):
    heads = page("/styleguide?layout=desk.html").xpath("//tr[@class='work-group']/th/text()")
    assert heads == ["Quá hạn · 1", "Còn dưới 1 ngày làm việc · 1", "Trong hạn · 1", "Tạm dừng · 1"]
    source = "{% from 'macros/work_list.html' import work_list %}{{ work_list([{'title': 'Quá hạn', 'rows': []}]) }}"
    assert "Quá hạn" not in draw(source).text_content()


def test_a_single_page_needs_no_pagination(draw):
    source = (
        "{% from 'macros/pagination.html' import pagination %}"
        "{% macro at(n) %}?page={{ n }}{% endmacro %}{{ pagination(page, pages, at) }}"
    )
    assert draw(source, page=1, pages=1).text_content().strip() == ""
    assert draw(source, page=2, pages=3).xpath(".//a/@href") == ["?page=1", "?page=3"]


def test_an_error_says_what_happened_what_was_kept_and_what_to_do(page):
    tree = page("/error")
    assert "Chưa gửi được hồ sơ" in tree.findtext(".//h1/span")
    assert [item.get("class") for item in tree.xpath("//ul[@class='kept-list']/li")] == ["is-ok", "is-bad"]
    assert tree.xpath("//p[@class='incident']/strong/text()") == ["K7M-4QX"]
    assert tree.xpath("//a[contains(@class, 'btn-primary')]/@href") == ["/ho-so"]
