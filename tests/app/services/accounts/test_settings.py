"""How a user wants pages to behave: on until he says otherwise, and only for him."""

from app.services.accounts.settings import Settings, change_settings, settings_of
from app.services.inbox.groups import GroupKey
from app.services.inbox.next_item import next_in_group
from models import WorkItem
from tests.factories import learner_actor
from tests.journey import Journey, begin


def test_everything_is_on_until_it_is_turned_off(session):
    journey: Journey = begin(session)
    who, other = journey.chain.hr_member, journey.chain.employer_member
    assert settings_of(session, who) == Settings(has_keys=True, opens_next=True)
    change_settings(session, Settings(has_keys=False, opens_next=True), by=who)
    change_settings(session, Settings(has_keys=False, opens_next=False), by=who)
    assert settings_of(session, who) == Settings(has_keys=False, opens_next=False)
    assert settings_of(session, other) == Settings()


def test_a_learner_has_settings_too(session):
    journey = begin(session)
    learner = learner_actor(session, journey.chain.learners[0])
    change_settings(session, Settings(has_keys=False), by=learner)
    assert not settings_of(session, learner).has_keys


def test_the_next_item_is_of_the_same_group_and_begins_again_after_the_last(session):
    journey = begin(session)
    journey.declare()
    who = journey.chain.employer_member
    items = [session.get_one(WorkItem, id) for id in journey.open_items("employer_review")]
    key = GroupKey(items[0].group_id, items[0].user_task_id)
    following = [next_in_group(session, key, item.id, by=who) for item in items]
    assert following == [items[1].instance_id, items[2].instance_id, items[0].instance_id]
    assert next_in_group(session, key, items[0].id, by=journey.chain.hr_member) is None
    assert next_in_group(session, GroupKey(10**9, key.user_task_id), items[0].id, by=who) is None
