"""上级单位变更 as its people meet it: asked for on one page, decided by both superiors, seen in the profile."""

import pytest

from models import Organization
from tests.app.conftest import page_text, sign_in
from tests.moving import Moving, move_something


@pytest.fixture
def moving(session) -> Moving:
    moving = move_something(session)
    session.commit()
    return moving


@pytest.fixture
def base(client, moving):
    return sign_in(client, moving.base_member)


def asked(base, moving, address="/organization/superior", **changes):
    base.get(address)
    good = {
        "hr_id": moving.other_hr.id,
        "hr_id_text": moving.other_hr.name,
        "competent_id": "",
        "competent_id_text": "",
        "reason": "机构改革",
    }
    return base.post(address, data=good | changes)


def decided(client, moving, by, outcome, revision=1):
    reviewer = sign_in(client.application.test_client(), by)
    address = f"/instances/{moving.instance().id}"
    page = reviewer.get(address)
    key = page.text.split('name="key" value="')[1].split('"')[0]
    form = {"key": key, "outcome": outcome, "comment": "请说明依据", "revision": revision}
    done = reviewer.post(f"{address}/decide", data=form)
    moving.session.expire_all()
    return page, done


def test_the_form_begins_with_those_above_now(base, moving):
    page = base.get("/organization/superior")
    assert f'value="{moving.hr.id}"' in page.text
    assert "甲县人社局" in page_text(page)
    assert "/organization/superior" in base.get("/organization").text


def test_it_is_asked_for_seen_in_the_profile_and_approved_by_both(client, base, moving):
    assert asked(base, moving).location == "/organization"
    shown = page_text(base.get("/organization"))
    for said in ("变更审核中", "甲县人社局", "乙县人社局", "上级单位变更"):
        assert said in shown
    page, done = decided(client, moving, moving.hr_member, "approve")
    assert done.status_code == 303
    assert "乙县人社局" in page_text(page)
    assert "乙县人社局，电话" in page_text(base.get("/organization"))
    assert decided(client, moving, moving.other_hr_member, "approve")[1].status_code == 303
    assert moving.session.get_one(Organization, moving.base.id).superior_id == moving.other_hr.id
    assert "变更审核中" not in page_text(base.get("/organization"))


def test_both_inboxes_say_from_where_to_where(client, base, moving):
    asked(base, moving)
    task = moving.task()
    reviewer = sign_in(client.application.test_client(), moving.hr_member)
    group = reviewer.get(f"/inbox/groups/{task.user_task_id}/{task.group_id}")
    assert "乙县人社局" in page_text(group)
    assert "原：甲县人社局" in page_text(group)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hr_id": "", "hr_id_text": ""}, "请选择同级人社部门。"),
        ({"hr_id": "", "hr_id_text": "没有的局"}, "没有找到该同级人社部门"),
        ({"competent_id": "999999"}, "没有找到该主管部门"),
        ({"reason": ""}, "请填写变更原因。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(base, moving, change, sentence):
    answer = asked(base, moving, **({"reason": "机构改革，划归乙县"} | change))
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert "机构改革" in answer.text or "reason" in change


def test_without_scripts_the_whole_name_is_enough(base, moving):
    assert asked(base, moving, hr_id="", hr_id_text="乙县人社局").status_code == 303


def test_a_returned_change_is_corrected_with_the_reason_in_view(client, base, moving):
    asked(base, moving)
    decided(client, moving, moving.hr_member, "return")
    leads = base.get(f"/instances/{moving.instance().id}/correct").location
    address = base.get(leads).location
    page = base.get(address)
    assert "请说明依据" in page_text(page)
    assert f'value="{moving.other_hr.id}"' in page.text
    assert asked(base, moving, address, competent_id=moving.other_competent.id).status_code == 303
    assert base.get(address).status_code == 409
    assert "更正后重新提交" in page_text(base.get(f"/instances/{moving.instance().id}"))


def test_a_second_change_is_refused_in_words(base, moving):
    asked(base, moving)
    answer = base.get("/organization/superior", follow_redirects=True)
    assert "已有一项变更正在审核" in page_text(answer)


def test_an_hr_department_is_offered_no_such_change(client, moving):
    moving.hr.superior_id = moving.other_hr.id
    moving.session.commit()
    hr = sign_in(client, moving.hr_member)
    assert "/organization/superior" not in hr.get("/organization").text
    assert hr.get("/organization/superior").location == "/organization"
