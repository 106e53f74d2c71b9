"""What tests of services begin with."""

import pytest
from sqlalchemy.orm import Session

from tests.journey import Journey, begin


@pytest.fixture
def journey(session: Session) -> Journey:
    """Three passing scores, entered and not declared."""
    return begin(session)
