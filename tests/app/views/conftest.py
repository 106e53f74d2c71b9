"""Somebody to sign in, and the sign-in form."""

import pytest

from tests.app.conftest import serving
from tests.app.views.walk import Walk
from tests.app.views.world import make_world
from tests.clones import forgetful
from tests.factories import PASSWORD, make_base, make_member, make_user, resident_id_of


@pytest.fixture
def base(session):
    return make_base(session, name="测试基地")


@pytest.fixture
def user(session, base):
    user = make_user(session, name="李测试")
    make_member(session, base, user=user)
    session.commit()
    return user


@pytest.fixture(scope="module")
def walk(shared_database):
    """Everybody of one world signed in, and each request undone: one world is enough for all walks of a module."""
    with forgetful(shared_database.engine) as (database, connection), serving(database) as app:
        with database.sessions() as session:
            walk = Walk(app, connection, make_world(session))
        walk.begin()
        yield walk


def submit(client, user, *, path="/sign-in", user_type="base", password=PASSWORD, **fields):
    client.get(path)
    fields |= {"user_type": user_type, "resident_id": resident_id_of(user), "password": password}
    return client.post(path, data=fields)


def is_signed_in(client):
    return client.get("/password").status_code == 200
