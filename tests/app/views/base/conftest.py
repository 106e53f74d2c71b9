"""A base's administrator, signed in, and a class of his base."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.app.conftest import sign_in
from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    """Three passing scores of one class, entered and not declared."""
    journey = begin(session)
    session.commit()
    return journey


@pytest.fixture
def page(client: FlaskClient, journey: Journey) -> FlaskClient:
    """The administrator's browser."""
    return sign_in(client, journey.chain.base_member)
