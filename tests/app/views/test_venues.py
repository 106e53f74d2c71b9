"""The venues of a base as its members meet them: through their pages."""

import pytest
from sqlalchemy import select

from models import Venue
from tests.app.conftest import page_text, sign_in
from tests.factories import make_base, make_employer, make_member, make_venue

GOOD = {
    "name": "第一教室",
    "kind": "classroom",
    "area": "86.5",
    "seats": "60",
    "ownership": "own",
    "equipment": "投影仪",
}
LIST = "/organization/venues"


@pytest.fixture
def organization(session):
    return make_base(session)


@pytest.fixture
def base(client, session, organization):
    member = make_member(session, organization)
    session.commit()
    return sign_in(client, member)


def test_a_venue_is_added_changed_and_deleted(base, session):
    assert "还没有场地" in page_text(base.get(LIST))
    base.get(f"{LIST}/new")
    assert base.post(f"{LIST}/new", data=GOOD).status_code == 303
    said = page_text(base.get(LIST))
    assert "已新增场地“第一教室”。" in said
    assert "合计 1 处，86.5 ㎡，60 座" in said
    venue_id = session.scalars(select(Venue.id)).one()
    edit = f"{LIST}/{venue_id}/edit"
    assert 'value="86.5"' in base.get(edit).text
    assert base.post(edit, data=GOOD | {"name": "大教室"}).status_code == 303
    assert "大教室" in page_text(base.get(f"{LIST}/{venue_id}/delete"))
    assert base.post(f"{LIST}/{venue_id}/delete").status_code == 303
    assert "已删除场地“大教室”。" in page_text(base.get(LIST))
    assert base.get(edit).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "请填写场地名称。"),
        ({"name": "旧教室"}, "本基地已有名为“旧教室”的场地"),
        ({"kind": "castle"}, "场地类型"),
        ({"area": "0"}, "面积（㎡）应在 0.1 至 999999 之间。"),
        ({"area": "很大"}, "面积（㎡）应为数字。"),
        ({"area": "80.55"}, "面积（㎡）最多保留一位小数。"),
        ({"seats": "0"}, "教室须有座位"),
        ({"seats": "-1"}, "座位数应为 0 至 10000 之间的整数"),
        ({"ownership": ""}, "请选择使用权。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    base, session, organization, change, sentence
):
    make_venue(session, organization, name="旧教室")
    session.commit()
    base.get(f"{LIST}/new")
    answer = base.post(f"{LIST}/new", data=GOOD | change)
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert "投影仪" in answer.text


def test_the_list_goes_on_behind_its_last_row(base, session, organization):
    for _ in range(51):
        make_venue(session, organization)
    session.commit()
    page = base.get(LIST)
    following = page.text.split('" rel="next"')[0].rsplit('"', 1)[1]
    assert "本页 1 处" in page_text(base.get(following))


def test_the_three_tabs_are_a_base_s(base, client, session):
    for address in ("/organization", LIST, "/organization/staff"):
        assert "单位基本信息 教学场地设施 人员情况" in page_text(base.get(address))
    employer = sign_in(client.application.test_client(), make_member(session, make_employer(session)))
    session.commit()
    assert "教学场地设施" not in page_text(employer.get("/organization"))
    assert employer.get(LIST).status_code == 403
