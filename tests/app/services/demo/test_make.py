"""Making the demo: once, only where it is allowed, and the same from the same seed."""

import pytest
from sqlalchemy import func, select

from app.config import settings
from app.database import Database, connect
from app.sealing import sealer
from app.services.demo import DemoNotAllowed, make_demo
from models import Instance, Learner, Organization, Score, TrainingClass, User

SMALLEST = 60


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody is watching."""


def made(clones, *, seed: int) -> dict[str, object]:
    """What people see of a demo, without ids, times and sealed values."""
    with clones.clone() as urls:
        database = Database(connect(urls.application))
        make_demo(database, seed=seed, learners=SMALLEST, progress=no_progress)
        with database.sessions() as session:
            content = {
                "bodies": session.execute(
                    select(Organization.name, Organization.credit_code, Organization.contact_name).order_by(
                        Organization.id
                    )
                ).all(),
                "people": [
                    (user.name, sealer().unseal(user.resident_id_sealed), sealer().unseal(user.mobile_sealed))
                    for user in session.scalars(select(User).order_by(User.id))
                ],
                "learners": session.execute(
                    select(Learner.name, Learner.employer_id, Learner.title_series).order_by(Learner.id)
                ).all(),
                "classes": session.execute(
                    select(TrainingClass.name, TrainingClass.hours, TrainingClass.starts_on).order_by(
                        TrainingClass.id
                    )
                ).all(),
                "scores": session.execute(
                    select(Score.learner_id, Score.class_id, Score.value, Score.state, Score.entered_at).order_by(
                        Score.id
                    )
                ).all(),
                "instances": session.execute(
                    select(Instance.item_id, Instance.ended, Instance.revision).order_by(Instance.item_id)
                ).all(),
            }
        database.engine.dispose()
    return content


def test_the_same_seed_gives_the_same_province(clones):
    assert made(clones, seed=7) == made(clones, seed=7)


def test_another_seed_gives_other_people_and_scores(clones):
    one, other = made(clones, seed=7), made(clones, seed=8)

    assert one["people"] != other["people"]
    assert one["scores"] != other["scores"]


def test_a_second_run_does_nothing(demo_database: Database):
    def counted() -> tuple[int | None, int | None]:
        with demo_database.sessions() as session:
            return session.scalar(select(func.count(User.id))), session.scalar(select(func.count(Score.id)))

    before = counted()
    assert not make_demo(demo_database, seed=2, learners=SMALLEST, progress=no_progress)
    assert counted() == before


def test_production_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("APP_ENV", "production")
    for name in ("SECRET_KEY", "SEALING_KEY", "LOOKUP_KEY"):
        monkeypatch.setenv(name, "ab" * 32)
    monkeypatch.setenv("DATABASE_URL", "postgresql:///nowhere")
    monkeypatch.delenv("CAPTCHA")
    settings.cache_clear()
    try:
        with pytest.raises(DemoNotAllowed):
            make_demo(database, seed=1, learners=SMALLEST, progress=no_progress)
    finally:
        settings.cache_clear()
    with database.sessions() as session:
        assert session.scalar(select(func.count(User.id))) == 0


def test_a_demo_that_fails_leaves_nothing_behind(database: Database):
    def interrupt(step: str, done: int, total: int) -> None:
        if step == "申报与审核":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(database, seed=1, learners=SMALLEST, progress=interrupt)

    with database.sessions() as session:
        assert session.scalar(select(func.count(Organization.id))) == 0
        assert session.scalar(select(func.count(User.id))) == 0


def test_too_few_learners_for_the_demo_accounts_are_refused(database: Database):
    with pytest.raises(ValueError, match="learners are needed"):
        make_demo(database, seed=1, learners=10, progress=no_progress)


def test_progress_runs_to_the_end_of_every_step(database: Database):
    told: dict[str, list[tuple[int, int]]] = {}
    make_demo(
        database,
        seed=1,
        learners=SMALLEST,
        progress=lambda step, done, total: told.setdefault(step, []).append((done, total)),
    )

    assert list(told) == ["机构", "学员、培训班与成绩", "申报与审核"]
    for steps in told.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]
