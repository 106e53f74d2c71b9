"""批量导入成绩 as its users meet it."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.services.scores.imports.upload import READ_AT_ONCE
from models import AuditEvent, Score
from tests.app.conftest import page_text, sign_in
from tests.app.services.scores.imports.sheets import book_of, number_of, right_row
from tests.factories import make_chain, make_learner, nth_resident_id


@pytest.fixture
def url(journey) -> str:
    return f"/base/scores/{journey.chain.training_class.id}/imports"


@pytest.fixture
def learners(session, journey):
    """Two learners without a score in the class."""
    learners = [make_learner(session, employer=journey.chain.employer, name=name) for name in ("钱一", "孙二")]
    session.commit()
    return learners


def send(page, url, content, name="成绩.xlsx"):
    """Upload; returns the page that follows, and its address."""
    response = page.post(url, data={"file": (content, name)}, content_type="multipart/form-data")
    assert response.status_code == 303, page_text(response)
    return page.get(response.location), response.location


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Score))


def test_right_rows_are_previewed_then_imported(page, session, learners, url):
    shown, address = send(page, url, book_of([right_row(session, one, 90) for one in learners]))
    assert "导入全部 2 行" in page_text(shown)
    assert "钱一" in page_text(shown)
    assert number_of(session, learners[0]) not in shown.text
    assert count(session) == 3

    done = page.post(f"{address}/take", follow_redirects=True)

    assert "导入成功：已导入 2 条成绩" in page_text(done)
    assert count(session) == 5


def test_wrong_rows_are_shown_with_row_column_value_and_reason(page, session, learners, url):
    wrong = right_row(session, learners[1], 101)
    shown, address = send(page, url, book_of([right_row(session, learners[0]), wrong]))

    text = page_text(shown)
    assert "只导入正确的 1 行" in text
    assert "3 孙二 成绩 101 成绩应为0-100之间的数字，现为“101”" in text

    taken = page.post(f"{address}/take", follow_redirects=True)
    assert "已导入 1 条成绩" in page_text(taken)
    file = page.get(f"{address}/wrong-rows.xlsx")
    row = [cell.value for cell in load_workbook(io.BytesIO(file.data)).active[3]]
    assert row[1:4] == ["孙二", number_of(session, learners[1]), "101"]


def test_with_no_right_row_there_is_no_button_to_import(page, session, url):
    shown, address = send(page, url, book_of([[None, "张三", nth_resident_id(900_004), 80, None, None]]))

    assert f"{address}/take" not in shown.text
    assert "没有可以导入的行" in page_text(shown)
    assert "重新上传" in page_text(shown)
    assert page.post(f"{address}/take").status_code == 409
    assert count(session) == 3


def test_pressed_twice_it_is_imported_once(page, session, learners, url):
    _, address = send(page, url, book_of([right_row(session, learners[0])]))

    first, second = (page.post(f"{address}/take") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert count(session) == 4


def test_giving_up_imports_nothing(page, session, learners, url):
    _, address = send(page, url, book_of([right_row(session, learners[0])]))

    text = page_text(page.post(f"{address}/cancel", follow_redirects=True))

    assert "已放弃本次导入" in text
    assert "已放弃" in page_text(page.get(address))
    assert page.post(f"{address}/take").status_code == 409


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"), (b"", "空"), (b"a,b\n1,2", "CSV")]
)
def test_what_is_no_spreadsheet_is_told_with_its_cure(page, url, content, said):
    shown, _ = send(page, url, io.BytesIO(content))

    assert said in page_text(shown)
    assert "未录入任何成绩" in page_text(shown)
    assert "重新上传" in page_text(shown)


def test_without_a_file_the_form_says_so(page, url):
    response = page.post(url, data={}, content_type="multipart/form-data")

    assert response.status_code == 422
    assert "请选择要上传的成绩表格" in page_text(response)


def test_a_large_file_shows_how_far_it_is_until_it_is_read(page, session, url):
    shown, address = send(page, url, io.BytesIO(bytes(READ_AT_ONCE + 1)))
    assert "正在读取并逐行核对" in page_text(shown)

    going = page.get(f"{address}/progress")
    assert "HX-Refresh" not in going.headers
    assert "hx-get" in going.text
    page.post(f"{address}/cancel")
    assert page.get(f"{address}/progress").headers["HX-Refresh"] == "true"


def test_earlier_imports_are_listed_to_go_on_with(page, session, learners, url):
    send(page, url, book_of([right_row(session, learners[0])]), name="第一次.xlsx")

    text = page_text(page.get(url))

    assert "第一次.xlsx 待确认 1 0 继续" in text


def test_a_file_name_is_never_markup(page, session, learners, url):
    shown, _ = send(page, url, book_of([right_row(session, learners[0])]), name="<b>x.xlsx")

    assert "<b>x" not in shown.text


@pytest.mark.parametrize("verb", ["", "/progress", "/wrong-rows.xlsx"])
def test_a_neighbour_finds_nothing(page, client, session, learners, url, verb):
    _, address = send(page, url, book_of([right_row(session, learners[0], 101)]))
    neighbour = make_chain(session).base_member
    session.commit()
    sign_in(client, neighbour)

    assert client.get(address + verb).status_code == 404
    assert client.post(f"{address}/take").status_code == 404
    assert client.post(f"{address}/cancel").status_code == 404


def test_every_look_at_the_wrong_rows_file_is_audited(page, session, learners, url):
    _, address = send(page, url, book_of([right_row(session, learners[0], 101)]))
    page.get(f"{address}/wrong-rows.xlsx")

    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "score:import_wrong_rows")).one()
    assert event.detail["rows"] == 1
