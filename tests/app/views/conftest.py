"""Somebody to sign in, and the sign-in form."""

import pytest

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


def submit(client, user, *, path="/sign-in", user_type="base", password=PASSWORD, **fields):
    client.get(path)
    fields |= {"user_type": user_type, "resident_id": resident_id_of(user), "password": password}
    return client.post(path, data=fields)


def is_signed_in(client):
    return client.get("/password").status_code == 200
