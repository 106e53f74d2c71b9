"""The page of an instance and the list of what was submitted, as their readers meet them."""

import re

import pytest

from models import Score, ScoreState
from tests.app.conftest import page_text, sign_in
from tests.factories import learner_actor, make_employer, make_member
from tests.journey import Journey, begin

KEY = "a key of this form"


@pytest.fixture
def journey(session) -> Journey:
    """Three declared scores that wait for the employer."""
    journey = begin(session)
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def url(journey: Journey) -> str:
    return f"/instances/{journey.instances()[0].id}"


@pytest.fixture
def base(client, journey: Journey):
    return sign_in(client, journey.chain.base_member)


@pytest.fixture
def returned(journey: Journey) -> Journey:
    """All three came back to the base."""
    reviewer = journey.chain.employer_member
    journey.review("employer_review", "return", by=reviewer, comment="成绩与证书不符")
    journey.session.commit()
    return journey


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def test_it_says_what_where_and_who(base, journey: Journey, url: str):
    said = page_text(base.get(url))
    employer = journey.chain.employer
    for part in ("待单位审核", employer.name, employer.contact_name, employer.contact_phone, "85.0", "提交申报"):
        assert part in said


def test_no_page_shows_a_whole_id_number_unasked(base, url: str):
    assert not re.search(r"410199\d{12}|410199\d{11}X", base.get(url).text)


def test_the_reviewer_may_look_at_the_whole_number_once(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    assert "显示完整号码" in reviewer.get(url).text
    shown = reviewer.post(f"{url}/id-number")
    assert re.search(r"410199\d{11}[\dX]", page_text(shown))
    assert "no-store" in shown.headers["Cache-Control"]
    assert not re.search(r"410199\d{12}|410199\d{11}X", reviewer.get(url).text)


def test_the_diagram_comes_as_json(base, url: str):
    drawn = base.get(f"{url}/diagram.json").get_json()
    assert drawn["open_nodes"] == ["employer_review"]
    assert drawn["xml"].startswith("<?xml")


def test_who_wants_no_next_item_stays_where_he_is(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    assert reviewer.post("/settings", data={"has_keys": "y"}).status_code == 303
    assert "data-no-keys" not in reviewer.get(url).text
    sent = {"outcome": "approve", "comment": "", "key": "k", "revision": "1"}
    assert reviewer.post(f"{url}/decide", data=sent).location == url
    reviewer.post("/settings", data={"csrf_token": reviewer.form_token})
    assert "<body data-no-keys>" in reviewer.get(url).text


@pytest.mark.parametrize("page", ["", "/diagram.json"])
def test_for_a_neighbour_it_is_not_there(client, journey: Journey, url: str, page: str):
    neighbour = make_member(journey.session, make_employer(journey.session, hr=journey.chain.hr))
    journey.session.commit()
    assert sign_in(client, neighbour).get(url + page).status_code == 404


def test_a_reviewer_decides_from_the_page(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    page = reviewer.get(url).text
    sent = {"outcome": "approve", "comment": "属实", "key": field(page, "key"), "revision": field(page, "revision")}
    answer = reviewer.post(f"{url}/decide", data=sent)
    following = journey.instances()[1].id
    assert (answer.status_code, answer.location) == (303, f"/instances/{following}")
    assert "已通过 1 条。" in page_text(reviewer.get(answer.location))
    said = page_text(reviewer.get(url))
    assert "待人社审核" in said
    assert "属实" in said


def test_a_decision_against_needs_its_reason(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    reviewer.get(url)
    answer = reviewer.post(f"{url}/decide", data={"outcome": "reject", "comment": "", "key": KEY})
    assert answer.status_code == 422
    assert "请写明原因" in page_text(answer)
    assert len(journey.open_items("employer_review")) == 3


def test_what_changed_since_the_page_was_shown_is_not_decided(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    reviewer.get(url)
    sent = {"outcome": "approve", "comment": "", "key": KEY, "revision": "7"}
    answer = reviewer.post(f"{url}/decide", data=sent)
    assert "又被修改并重新提交" in page_text(reviewer.get(answer.location))
    assert len(journey.open_items("employer_review")) == 3


def test_deciding_what_is_no_longer_there_says_so(client, journey: Journey, url: str):
    reviewer = sign_in(client, journey.chain.employer_member)
    reviewer.get(url)
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    journey.session.commit()
    answer = reviewer.post(f"{url}/decide", data={"outcome": "approve", "comment": "", "key": KEY})
    assert "已不在您的待办中" in page_text(reviewer.get(answer.location))


def test_the_base_takes_back_what_nobody_has_decided(base, journey: Journey, url: str):
    base.get(url)
    answer = base.post(f"{url}/withdraw", data={"reason": "成绩录错"})
    said = page_text(base.get(answer.location))
    assert "已撤回，该成绩回到“待申报”" in said
    assert "成绩录错" in said
    assert len(journey.open_items("employer_review")) == 2


def test_taking_back_needs_a_reason(base, journey: Journey, url: str):
    base.get(url)
    answer = base.post(f"{url}/withdraw", data={"reason": " "})
    assert answer.status_code == 422
    assert "请填写撤回原因。" in page_text(answer)
    assert len(journey.open_items("employer_review")) == 3


def test_what_was_decided_cannot_be_taken_back(base, returned: Journey, url: str):
    assert "确认撤回" not in base.get(url).text
    answer = base.post(f"{url}/withdraw", data={"reason": "成绩录错"})
    assert "不能撤回" in page_text(base.get(answer.location))


def test_a_returned_score_is_corrected_with_the_reason_in_view(base, returned: Journey, url: str):
    page = base.get(f"{url}/correct")
    assert "成绩与证书不符" in page_text(page)
    assert field(page.text, "value") == "85.0"
    answer = base.post(f"{url}/correct", data={"value": "９０.５", "remark": "补考", "comment": "已核对"})
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert "已更正并重新提交" in page_text(base.get("/inbox"))
    score = returned.session.get_one(Score, returned.score_ids[0], populate_existing=True)
    assert (str(score.value), score.remark, score.state) == ("90.5", "补考", ScoreState.DECLARED)
    assert "更正前" in page_text(base.get(url))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "请填写成绩。"),
        ("优", "成绩应为"),
        ("100.5", "成绩应为"),
        ("59", "未达到合格线"),
        ("85.55", "成绩应为"),
    ],
)
def test_a_wrong_correction_is_said_beside_its_field(base, returned: Journey, url: str, value: str, sentence: str):
    base.get(f"{url}/correct")
    answer = base.post(f"{url}/correct", data={"value": value, "remark": "补考", "comment": "已核对"})
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert "补考" in answer.text, "what was typed is kept"
    assert len(returned.open_items("revise")) == 3


def test_what_was_not_returned_cannot_be_corrected(base, journey: Journey, url: str):
    answer = base.get(f"{url}/correct")
    assert (answer.status_code, answer.location) == (303, url)
    answer = base.post(f"{url}/correct", data={"value": "90", "remark": "", "comment": ""})
    assert "已不在退回状态" in page_text(base.get(answer.location))


def test_the_learner_follows_his_score_and_is_offered_nothing(client, journey: Journey, url: str):
    page = sign_in(client, learner_actor(journey.session, journey.chain.learners[0])).get(url)
    assert page.status_code == 200
    assert "<form" not in re.search(r"<main.*</main>", page.text, re.DOTALL)[0]


def test_the_list_of_what_was_submitted_says_who_has_it(base, journey: Journey):
    said = page_text(base.get("/instances"))
    assert journey.chain.employer.contact_phone in said
    assert said.count("待单位审核") >= 3


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "kind=nonsense",
        "kind=score",
        "state=hr",
        "class_id=x",
        "class_id=99999999999999999999",
        "after=-1",
        "text=%00",
        "",
    ],
)
def test_any_address_is_answered(base, query: str):
    assert base.get(f"/instances?{query}").status_code == 200
