"""A database of the benchmark's own, and people and scores by the thousand, made by SQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.database import Database, connect
from app.runtime.embedded import Cluster, Urls
from app.runtime.schema import upgrade
from app.services.diagrams.publish import publish_shipped
from models import Score, TrainingClass
from tests.factories import Chain, make_chain, make_class


@contextmanager
def database() -> Iterator[tuple[Database, Urls]]:
    """A durable embedded PostgreSQL in a temporary folder, migrated; the program's restricted role."""
    with tempfile.TemporaryDirectory(prefix="jixu-bench-") as folder:
        cluster = Cluster(Path(folder) / "postgres")
        try:
            urls = cluster.start()
            upgrade(*urls)
            with_program = Database(connect(urls.application))
            yield with_program, urls
            with_program.engine.dispose()
        finally:
            cluster.stop()


def begin(session: Session) -> Chain:
    """The published process, and one chain of organisations with a member each."""
    publish_shipped(session)
    return make_chain(session, learners=1)


def add_learners(session: Session, chain: Chain, count: int) -> None:
    """People of the chain's employer; their numbers are nobody's."""
    session.execute(
        text("""
            WITH person AS (
                INSERT INTO "user" (name, resident_id_sealed, resident_id_hash, password_hash)
                SELECT '学员' || n, sha256(n::text::bytea), sha256(('p' || n)::bytea), '-'
                  FROM generate_series(1, :count) AS n
                RETURNING id, name, resident_id_hash)
            INSERT INTO learner (user_id, resident_id_hash, name, employer_id, title_series)
            SELECT id, resident_id_hash, name, :employer, '工程技术' FROM person
        """),
        {"count": count, "employer": chain.employer.id},
    )


def add_class(session: Session, chain: Chain, count: int) -> list[int]:
    """A new class with `count` passing scores; returns their ids."""
    training_class: TrainingClass = make_class(session, base=chain.base)
    session.execute(
        text("""
            INSERT INTO score (class_id, base_id, learner_id, value, entered_by_id)
            SELECT :class_id, :base_id, id, 85, :user_id FROM learner ORDER BY id LIMIT :count
        """),
        {
            "class_id": training_class.id,
            "base_id": chain.base.id,
            "user_id": chain.base_member.user_id,
            "count": count,
        },
    )
    query = select(Score.id).where(Score.class_id == training_class.id).order_by(Score.id)
    return list(session.scalars(query))
