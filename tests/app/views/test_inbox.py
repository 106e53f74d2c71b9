"""待办事项, as a reviewer meets it: groups, rows, and deciding one, some or all."""

import re

import pytest
from sqlalchemy import func, select

from app.services.approvals import start
from models import Command, InstanceEvent, WorkItem
from tests.app.conftest import page_text, sign_in
from tests.factories import make_class, make_employer, make_learner, make_member, make_score
from tests.journey import PROCESS, Journey, begin

KEY = "a key of this form"


@pytest.fixture
def journey(session) -> Journey:
    """Three declared scores that wait for the employer."""
    journey = begin(session)
    journey.declare()
    session.commit()
    return journey


@pytest.fixture
def reviewer(client, journey: Journey):
    """The employer's reviewer at the inbox."""
    sign_in(client, journey.chain.employer_member)
    client.get("/inbox")
    return client


def group_url(journey: Journey, node: str = "employer_review") -> str:
    item = journey.session.get_one(WorkItem, journey.open_items(node)[0])
    return f"/inbox/groups/{item.user_task_id}/{item.group_id}"


def chosen(journey: Journey, *numbers: int) -> list[str]:
    items = journey.open_items("employer_review")
    return [f"{items[number]}-1" for number in numbers]


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def decide(client, journey: Journey, ids: list[str], **sent):
    sent = {"outcome": "approve", "comment": "", "key": KEY, "ids": ids} | sent
    return client.post(f"{group_url(journey)}/decide", data=sent)


def decided(journey: Journey) -> list[str]:
    outcomes = select(WorkItem.outcome).where(WorkItem.outcome.is_not(None)).order_by(WorkItem.id)
    return list(journey.session.scalars(outcomes))


def test_the_inbox_counts_by_class(reviewer, journey: Journey):
    said = page_text(reviewer.get("/inbox"))
    assert journey.chain.training_class.name in said
    assert "3 条" in said
    assert journey.chain.learners[0].name not in said, "rows come on demand"


def test_a_single_outcome_is_no_choice_and_the_button_says_it(reviewer):
    page = reviewer.get("/inbox").text
    assert '<input type="hidden" name="outcome" value="approve"' in page
    assert 'type="radio"' not in page
    assert "data-confirm>确认通过</button>" in page


def test_the_key_that_selects_is_named_only_where_rows_can_be_selected(client, reviewer, journey: Journey):
    assert "选中 <kbd>Enter" in reviewer.get("/inbox").text
    assert "选中 <kbd>Enter" not in sign_in(client, journey.chain.base_member).get("/instances").text


def test_a_group_opens_in_its_place(reviewer, journey: Journey):
    part = reviewer.get(f"{group_url(journey)}/peek")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert part.text.count("410199********") == 3


def test_an_empty_inbox_says_that_everything_is_done(client, journey: Journey):
    said = page_text(sign_in(client, journey.chain.hr_member).get("/inbox"))
    assert "没有待办事项，已全部办理完毕。" in said


def test_a_group_lists_its_rows_without_whole_id_numbers(reviewer, journey: Journey):
    page = reviewer.get(group_url(journey)).text
    assert page.count("410199********") == 3
    assert not re.search(r"410199\d{12}", page)


def test_one_row_is_decided_at_once_and_the_reader_is_back_at_the_group(reviewer, journey: Journey):
    answer = decide(reviewer, journey, chosen(journey, 0))
    assert (answer.status_code, answer.location) == (303, group_url(journey))
    assert "已通过 1 条。" in page_text(reviewer.get(answer.location))
    assert decided(journey) == ["approve"]
    assert journey.session.scalar(select(func.count()).select_from(Command)) == 0


def test_several_rows_are_one_command(reviewer, journey: Journey):
    answer = decide(reviewer, journey, chosen(journey, 0, 1))
    assert answer.status_code == 303
    assert "已通过 2 条。" in page_text(reviewer.get(answer.location))
    command = journey.session.scalars(select(Command)).one()
    assert (command.total, command.done, command.refused, command.key) == (2, 2, 0, KEY)


def test_a_finished_group_leads_back_to_the_list(reviewer, journey: Journey):
    answer = decide(reviewer, journey, chosen(journey, 0, 1, 2))
    assert (answer.status_code, answer.location) == (303, "/inbox")


def test_everything_that_matches_is_decided_and_what_came_later_is_not(reviewer, journey: Journey):
    page = reviewer.get(group_url(journey)).text
    up_to = field(page, "up_to")
    chain = journey.chain
    other = begin_one_more(journey)
    answer = decide(reviewer, journey, [], scope="filter", up_to=up_to)
    assert answer.status_code == 303
    assert decided(journey) == ["approve"] * 3
    assert len(journey.open_items("employer_review")) == 1
    assert other.employer_id == chain.employer.id


def begin_one_more(journey: Journey):
    chain = journey.chain
    learner = make_learner(journey.session, employer=chain.employer)
    score = make_score(journey.session, chain.training_class, learner, entered_by=chain.base_member)
    start(journey.session, PROCESS, [score.id], by=chain.base_member)
    journey.session.commit()
    return learner


def test_everything_keeps_to_the_filter_of_the_page(reviewer, journey: Journey):
    answer = decide(reviewer, journey, [], scope="filter", up_to="999999", text="没有这个人")
    assert answer.status_code == 303
    assert decided(journey) == []


def test_a_page_without_scripts_can_mean_all_too(reviewer, journey: Journey):
    decide(reviewer, journey, [], scope="page", whole="yes", up_to="999999")
    assert decided(journey) == ["approve"] * 3


@pytest.mark.parametrize("outcome", ["return", "reject"])
def test_a_decision_against_needs_its_reason_and_nothing_typed_is_lost(reviewer, journey: Journey, outcome: str):
    ids = chosen(journey, 0, 2)
    answer = decide(reviewer, journey, ids, outcome=outcome, comment="  ")
    assert answer.status_code == 422
    assert "请写明原因" in page_text(answer)
    ticked = re.findall(r'value="(\d+-1)"[^>]*checked', answer.text)
    assert ticked == ids
    assert re.search(rf'value="{outcome}"[^>]*checked', answer.text)
    assert field(answer.text, "key") == KEY
    assert decided(journey) == []


def test_a_returned_row_goes_back_with_its_reason(reviewer, journey: Journey):
    answer = decide(reviewer, journey, chosen(journey, 1), outcome="return", comment="成绩与证书不符")
    assert "已退回 1 条，申报方会看到原因。" in page_text(reviewer.get(answer.location))
    assert len(journey.open_items("revise")) == 1


def test_nothing_chosen_is_said_on_the_page(reviewer, journey: Journey):
    answer = decide(reviewer, journey, [])
    assert answer.status_code == 422
    assert "请至少勾选一条事项" in page_text(answer)


@pytest.mark.parametrize("forged", ["x", "1", "1-2-3", "-1-1", "１-１", f"{2**63}-1", "1-1; drop"])
def test_a_choice_that_our_page_did_not_make_is_refused(reviewer, journey: Journey, forged: str):
    answer = decide(reviewer, journey, [forged])
    assert answer.status_code == 422
    assert "所选事项无法识别" in page_text(answer)


@pytest.mark.parametrize("outcome", ["", "resubmit", "approve'--"])
def test_an_outcome_that_the_task_does_not_offer_is_refused(reviewer, journey: Journey, outcome: str):
    assert decide(reviewer, journey, chosen(journey, 0), outcome=outcome).status_code == 422
    assert decided(journey) == []


def test_a_double_click_decides_once_and_says_the_same(reviewer, journey: Journey):
    ids, url = chosen(journey, 0, 1), f"{group_url(journey)}/decide"
    sent = {"outcome": "approve", "comment": "", "key": KEY, "ids": ids}
    first, second = reviewer.post(url, data=sent), reviewer.post(url, data=sent)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert decided(journey) == ["approve", "approve"]
    events = select(func.count()).select_from(InstanceEvent).where(InstanceEvent.outcome == "approve")
    assert journey.session.scalar(events) == 2


def test_who_comes_second_is_told_who_was_first(reviewer, new_client, journey: Journey):
    colleague = make_member(journey.session, journey.chain.employer, name="同事李")
    journey.session.commit()
    ids, url = chosen(journey, 0), f"{group_url(journey)}/decide"
    sent = {"outcome": "approve", "comment": "", "key": KEY, "ids": ids}
    sign_in(new_client(), colleague).post(url, data=sent | {"key": "another"})
    answer = reviewer.post(url, data=sent | {"outcome": "reject", "comment": "不符"})
    assert "同事李" in page_text(reviewer.get(answer.location))
    assert decided(journey) == ["approve"]


def test_rows_that_were_refused_are_shown_with_their_reasons(reviewer, new_client, journey: Journey):
    colleague = make_member(journey.session, journey.chain.employer, name="同事李")
    journey.session.commit()
    ids, url = chosen(journey, 0, 1), f"{group_url(journey)}/decide"
    sent = {"outcome": "approve", "comment": "", "key": KEY}
    sign_in(new_client(), colleague).post(url, data=sent | {"ids": ids[:1]})
    answer = reviewer.post(url, data=sent | {"outcome": "reject", "comment": "不符", "ids": ids})
    assert answer.location.startswith("/commands/")
    said = page_text(reviewer.get(answer.location))
    assert "已办理 1 条，1 条未能办理" in said
    assert "同事李" in said
    assert journey.chain.learners[0].name in said


def test_a_group_that_colleagues_finished_meanwhile_leads_back_to_the_list(reviewer, journey: Journey):
    url, ids = group_url(journey), chosen(journey, 0)
    colleague = make_member(journey.session, journey.chain.employer, name="同事李")
    journey.review("employer_review", "approve", by=colleague)
    journey.session.commit()
    answer = reviewer.post(f"{url}/decide", data={"outcome": "approve", "key": KEY, "ids": ids})
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert f"该事项已由{journey.chain.employer.name} 同事李于" in page_text(reviewer.get("/inbox"))
    answer = reviewer.post(f"{url}/decide", data={"outcome": "approve", "key": KEY})
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert "这一组已没有待办事项" in page_text(reviewer.get("/inbox"))


def test_a_row_that_is_not_in_the_inbox_is_not_found(reviewer, journey: Journey):
    url = f"{group_url(journey)}/decide"
    assert reviewer.post(url, data={"outcome": "approve", "key": KEY, "ids": ["1-1"]}).status_code == 404


def test_whole_groups_are_approved_from_the_list(reviewer, journey: Journey):
    chain, session = journey.chain, journey.session
    other = make_class(session, base=chain.base)
    score = make_score(session, other, chain.learners[0], entered_by=chain.base_member)
    start(session, PROCESS, [score.id], by=chain.base_member)
    session.commit()
    page = reviewer.get("/inbox").text
    targets = re.findall(r'name="groups" value="([\d-]+)"', page)
    assert len(targets) == 2
    sent = {"groups": targets, "outcome": "approve", "comment": "", "key": KEY}
    answer = reviewer.post("/inbox/decide", data=sent)
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert "已通过 4 条。" in page_text(reviewer.get("/inbox"))


def test_no_group_chosen_is_said_on_the_page(reviewer):
    answer = reviewer.post("/inbox/decide", data={"outcome": "approve", "key": KEY})
    assert answer.status_code == 422
    assert "请至少勾选一个培训班" in page_text(answer)


def test_whole_groups_cannot_be_rejected_from_the_list(reviewer, journey: Journey):
    targets = re.findall(r'name="groups" value="([\d-]+)"', reviewer.get("/inbox").text)
    sent = {"groups": targets, "outcome": "reject", "comment": "不符", "key": KEY}
    assert reviewer.post("/inbox/decide", data=sent).status_code == 422
    assert decided(journey) == []


def test_a_neighbour_finds_no_group_and_decides_nothing(client, journey: Journey):
    neighbour = make_member(journey.session, make_employer(journey.session, hr=journey.chain.hr))
    journey.session.commit()
    sign_in(client, neighbour).get("/inbox")
    assert client.get(group_url(journey)).status_code == 404
    decide(client, journey, chosen(journey, 0))
    assert decided(journey) == []


def test_the_base_is_led_to_correct_its_returned_rows(reviewer, new_client, journey: Journey):
    decide(reviewer, journey, chosen(journey, 1), outcome="return", comment="成绩与证书不符")
    base = sign_in(new_client(), journey.chain.base_member)
    url = group_url(journey, "revise")
    assert "更正" in page_text(base.get("/inbox"))
    page = base.get(url)
    assert "成绩与证书不符" in page_text(page)
    assert re.search(r'href="/instances/\d+/correct"', page.text)
    assert "/decide" not in page.text


@pytest.mark.parametrize(
    "query", ["after=x", "after=1-1", "after=99999999999999999999", "year=abc", "year=1", "text=%25", "text=%00"]
)
def test_any_address_is_answered(reviewer, journey: Journey, query: str):
    assert reviewer.get(f"/inbox?{query}").status_code == 200
    assert reviewer.get(f"{group_url(journey)}?{query}").status_code == 200
