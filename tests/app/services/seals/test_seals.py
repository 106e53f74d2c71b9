"""Daily seals: they hold, sealing twice does nothing, and whatever is rewritten breaks the first seal over it."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.database import Database
from app.errors import NotPermitted
from app.services.approvals import decide
from app.services.seals.export import export_seals
from app.services.seals.seal import seal_day
from app.services.seals.verify import first_broken_seal
from models import Instance, Seal
from tests.app.conftest import make_app
from tests.drawing import make_offices
from tests.journey import begin

FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def sealed(committed_database: Database) -> int:
    """Two scores are declared on the first day, one decided on the second; the other instance's id."""
    with committed_database.unit_of_work() as session:
        journey = begin(session, learners=2)
        journey.declare()
        assert seal_day(session, FIRST)
    with committed_database.unit_of_work() as session:
        journey.session = session
        item = journey.open_items("employer_review")[0]
        assert decide(session, [item], by=journey.chain.employer_member, outcome="approve", comment="")[0].ok
        assert seal_day(session, SECOND)
        return session.scalar(select(Instance.id).order_by(Instance.id.desc()).limit(1))


def test_a_seal_covers_the_day_the_seal_before_and_what_changed(committed_database: Database, sealed: int):
    with committed_database.unit_of_work() as session:
        one, two = session.scalars(select(Seal).order_by(Seal.id)).all()
        assert (one.previous, two.previous, one.heads, two.heads) == (b"", one.hash, 2, 1)
        instance = session.scalars(select(Instance).order_by(Instance.id).limit(1)).one()
        head = instance.id.to_bytes(8) + instance.event_count.to_bytes(2) + instance.chain_head
        assert two.hash == hashlib.sha256(b"2026-03-03" + one.hash + head).digest()
        assert first_broken_seal(session) is None


@pytest.mark.parametrize("day", [FIRST, SECOND])
def test_a_day_is_sealed_once(committed_database: Database, sealed: int, day: date):
    with committed_database.unit_of_work() as session:
        assert not seal_day(session, day)
        assert len(session.scalars(select(Seal)).all()) == 2


FORGED = {
    "UPDATE seal SET heads = heads, hash = sha256('x') WHERE day = '2026-03-02'": "2026-03-02 的封印",
    "DELETE FROM seal_head WHERE seal_id = (SELECT max(id) FROM seal)": "2026-03-03 的封印：内容",
    "UPDATE seal SET previous = '' WHERE day = '2026-03-03'": "2026-03-03 的封印：与前一日",
    "UPDATE instance_event SET hash = sha256('x') WHERE instance_id = :id": "2026-03-02 的封印：事项 {id}",
}


@pytest.mark.parametrize("forgery", FORGED)
def test_whatever_is_rewritten_is_named(
    committed_database: Database, owner_database: Database, sealed: int, forgery: str
):
    runner = make_app(committed_database).test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    with owner_database.unit_of_work() as session:
        session.execute(text(forgery), {"id": sealed} if ":id" in forgery else {})
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert FORGED[forgery].format(id=sealed) in result.output


@pytest.mark.parametrize("statement", ["DELETE FROM seal", "UPDATE seal_head SET seq = 1"])
def test_the_program_cannot_change_a_seal(session, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))


def test_auditors_take_the_seals_out_and_nobody_else(session):
    offices = make_offices(session)
    seal_day(session, FIRST)
    said = export_seals(session, by=offices.audit).decode("utf-8-sig")
    assert session.scalars(select(Seal)).one().hash.hex() in said
    assert offices.audit.name in said
    with pytest.raises(NotPermitted):
        export_seals(session, by=offices.system)
