"""Decision tables of a draft on their pages, as a browser without scripts sends them."""

import io
import re

import pytest

from app.services.diagrams.drafts import read_draft, start_draft
from app.services.diagrams.library import current_version
from tests.app.conftest import page_text, sign_in
from tests.drawing import PROCESS, make_offices
from tests.workflows.engine.drawing import table


@pytest.fixture
def offices(session):
    made = make_offices(session)
    session.commit()
    return made


@pytest.fixture
def url(session, offices):
    draft_id = start_draft(session, current_version(session, PROCESS), "用决策表", by=offices.system)
    session.commit()
    return f"/diagrams/drafts/{draft_id}"


FORM = {
    "act": "save", "revision": "1", "name": "按学时", "hit_policy": "UNIQUE", "input": ["hours"], "output": ["way"],
    "rule": ["", ""], "operator-0-0": ">", "value-0-0": "8", "output-0-0": "city",
    "operator-1-0": "<=", "value-1-0": "8", "output-1-0": "county",
}  # fmt: skip


def test_a_table_is_written_saved_and_checked(client, offices, url):
    sign_in(client, offices.system)
    assert "没有决策表" in page_text(client.get(url))
    assert client.get(f"{url}/tables/new").status_code == 200
    saved = client.post(f"{url}/tables/new", data=FORM)
    assert saved.status_code == 303
    assert "检查通过" in page_text(client.get(saved.location))
    page = page_text(client.get(url))
    assert "按学时 table_1 2 行 流程图尚未调用" in page
    file = client.get(f"{url}/tables/table_1.dmn")
    assert file.mimetype == "application/xml"
    assert "&gt; 8" in file.text


def test_a_gap_is_told_where_the_table_is_written(client, offices, url):
    sign_in(client, offices.system)
    saved = client.post(f"{url}/tables/new", data={**FORM, "value-1-0": "7"})
    assert "例如学时为7.1时没有一行成立" in page_text(client.get(saved.location))


def test_other_buttons_keep_what_is_typed_and_save_nothing(client, session, offices, url):
    sign_in(client, offices.system)
    page = client.post(f"{url}/tables/new", data={**FORM, "act": "add_input", "variable": "base_level"})
    assert "改动尚未保存" in page_text(page)
    assert 'value="city"' in page.text
    assert len(re.findall(r'name="tick-0-1"', page.text)) == 4
    assert read_draft(session, int(url.rsplit("/", 1)[1]), by=offices.system).revision == 1


def test_what_another_saved_meanwhile_is_not_overwritten_and_the_typing_stays(client, offices, url):
    sign_in(client, offices.system)
    client.post(f"{url}/tables/new", data=FORM)
    page = client.post(f"{url}/tables/table_1/edit", data={**FORM, "name": "另一个名字"})
    assert page.status_code == 409
    assert "保存了新内容" in page_text(page)
    assert "另一个名字" in page.text
    nameless = client.post(f"{url}/tables/table_1/edit", data={**FORM, "name": "", "revision": "2"})
    assert nameless.status_code == 422
    assert "请填写决策表名称" in page_text(nameless)


def test_a_table_is_taken_in_and_out(client, offices, url):
    sign_in(client, offices.system)
    upload = f"{url}/tables/upload"
    assert client.get(upload).status_code == 200
    file = (io.BytesIO(table("way_of", ["hours"], ["way"], [["-", '"<b>x</b>"']])), "定级.dmn")
    assert client.post(upload, data={"file": file}, content_type="multipart/form-data").status_code == 303
    assert "&lt;b&gt;x" in client.get(f"{url}/tables/way_of/edit").text
    wrong = (io.BytesIO(b"<svg/>"), "x.dmn")
    refused = client.post(upload, data={"file": wrong}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "没有载入" in page_text(refused)
    assert "不再有这张表" in page_text(client.get(f"{url}/tables/way_of/delete"))
    assert client.post(f"{url}/tables/way_of/delete", data={"revision": "2"}).status_code == 303
    assert client.get(f"{url}/tables/way_of/edit").status_code == 404


def test_hostile_fields_are_only_a_wrong_table(client, offices, url):
    sign_in(client, offices.system)
    odd = {
        **FORM,
        "rule": ["", "", "\x00<", "a b"],
        "input": ["__import__('os')", "\x01"],
        "output": ["\ud7ff\x0b"],
    }
    saved = client.post(f"{url}/tables/new", data=odd)
    assert saved.status_code == 303
    assert "须改正" in page_text(client.get(saved.location))


@pytest.mark.parametrize(
    "name", ["<svg onload=alert(1)>", '"><script>alert(1)</script>', "{{ 7*7 }}", "javascript:alert(1)"]
)
def test_a_hostile_name_is_shown_as_text(client, offices, url, name):
    sign_in(client, offices.system)
    saved = client.post(f"{url}/tables/new", data={**FORM, "name": name, "output-0-0": name})
    for page in (client.get(saved.location), client.get(url)):
        assert page.status_code == 200
        assert "<svg onload" not in page.text
        assert "<script>alert" not in page.text
        assert ">49<" not in page.text


def test_signs_that_turn_a_name_around_are_taken_out(client, offices, url):
    sign_in(client, offices.system)
    client.post(f"{url}/tables/new", data={**FORM, "name": "按\u202e学\u200b时"})
    assert "按学时" in page_text(client.get(url))


def test_a_hostile_diagram_is_shown_as_text_with_its_problems(client, offices, url):
    sign_in(client, offices.system)
    xml = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:scriptTask id="x" '
    xml += 'name="&lt;svg onload=alert(1)&gt;"/></bpmn:definitions>'
    file = {"file": (io.BytesIO(xml.encode()), "x.bpmn")}
    client.post(f"{url}/upload", data=file, content_type="multipart/form-data")
    page = client.get(url)
    assert "&lt;svg onload" in page.text
    assert "<svg onload" not in page.text
