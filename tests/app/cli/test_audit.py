"""`flask audit verify` finds what was forged."""

from sqlalchemy import text

from app.database import Database
from tests.app.conftest import make_app
from tests.journey import begin


def test_an_honest_history_is_verified_and_a_forged_one_is_named(
    committed_database: Database, owner_database: Database
):
    with committed_database.unit_of_work() as session:
        journey = begin(session, learners=2)
        journey.declare()
        forged = journey.instances()[0].id
    runner = make_app(committed_database).test_cli_runner()
    assert "全部相符" in runner.invoke(args=["audit", "verify"]).output
    with owner_database.unit_of_work() as session:
        session.execute(text("UPDATE instance_event SET user_id = NULL WHERE instance_id = :id"), {"id": forged})
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert f"事项 {forged}：" in result.output
    assert "共 1 处" in result.output
