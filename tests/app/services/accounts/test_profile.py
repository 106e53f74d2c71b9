import pytest
from sqlalchemy import select

from app.services.accounts.contact import Contact
from app.services.accounts.profile import read_profile, save_contact
from app.services.accounts.refusals import WrongContact
from models import AuditEvent, User
from tests.factories import learner_actor, make_base, make_learner, make_member

GOOD = Contact("13912345678", "li@example.com", "0371-65901234")


@pytest.mark.parametrize("kind", ["member", "learner"])
def test_what_is_saved_counts_at_once_and_is_audited_without_numbers(session, kind):
    member = make_member(session, make_base(session), name="李本人")
    actor = member if kind == "member" else learner_actor(session, make_learner(session, name="李本人"))
    save_contact(session, GOOD, by=actor)
    profile = read_profile(session, by=actor)
    assert (profile.name, profile.contact) == ("李本人", GOOD)
    assert "********" in profile.masked_id
    line = session.scalars(select(AuditEvent)).one()
    assert line.detail == {"changed": ["mobile", "email", "phone"]}
    assert b"13912345678" not in session.get_one(User, actor.user_id).mobile_sealed


def test_mail_and_phone_may_be_emptied(session):
    actor = make_member(session, make_base(session))
    save_contact(session, GOOD, by=actor)
    save_contact(session, Contact(GOOD.mobile), by=actor)
    assert read_profile(session, by=actor).contact == Contact(GOOD.mobile)


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (Contact(""), "mobile"),
        (Contact("23812345678"), "mobile"),
        (Contact("1391234567"), "mobile"),
        (Contact("١٣٩١٢٣٤٥٦٧٨"), "mobile"),
        (Contact(GOOD.mobile, email="li@"), "email"),
        (Contact(GOOD.mobile, email="a\n@example.com"), "email"),
        (Contact(GOOD.mobile, email=f"{'a' * 120}@example.com"), "email"),
        (Contact(GOOD.mobile, phone="110"), "phone"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(session, contact, field):
    with pytest.raises(WrongContact) as refused:
        save_contact(session, contact, by=make_member(session, make_base(session)))
    assert refused.value.field == field
