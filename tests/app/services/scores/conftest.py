"""What tests of scores begin with: a base with a class, and learners who are registered."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import Chain, make_chain


@pytest.fixture
def chain(session: Session) -> Chain:
    """A class with the pass mark 60, and three learners without a score."""
    return make_chain(session, learners=3)
