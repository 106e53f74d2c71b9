"""`flask demo` and `flask reference load`, as an operator meets them."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cli.demo import demo_accounts
from app.database import Database
from models import Region, User


@pytest.fixture
def run(app: Flask):
    return app.test_cli_runner().invoke


def test_the_demo_is_made_once_and_lists_its_accounts_each_time(run):
    first = run(args=["demo", "--learners", "60"])
    again = run(args=["demo", "--learners", "60"])

    assert first.exit_code == 0, first.output
    assert "数据库中已有数据，未作任何改动。" not in first.output
    assert "数据库中已有数据，未作任何改动。" in again.output
    for account in demo_accounts():
        assert account.resident_id in first.output
        assert account.resident_id in again.output
    assert account.password in again.output


def test_too_small_a_demo_is_refused_before_anything_is_done(run, database: Database):
    result = run(args=["demo", "--learners", "5"])

    assert result.exit_code == 2
    assert "60" in result.output
    with database.sessions() as session:
        assert session.scalar(select(func.count(User.id))) == 0


def test_reference_data_can_be_loaded_alone(run, database: Database):
    result = run(args=["reference", "load"])

    assert "175个区域、20个行业、4个年度" in result.output
    with database.sessions() as session:
        assert session.scalar(select(func.count(Region.code))) == 175
        assert session.scalar(select(func.count(User.id))) == 0
