"""The full instance by three people's clicks, one row at a time, through Flask's test client."""

import secrets
import statistics
from collections.abc import Sequence

from flask.testing import FlaskClient

from bench import bare
from bench.approvals import Flow
from bench.figures import Figure, at_least, in_turn
from models import Score
from tests.app.conftest import make_app, sign_in

ROWS = 100
SHARE = 100 / 600  # at least 100 a second where bare statements do 600


class Clicks:
    """Three people at their browsers."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        app = make_app(flow.database)
        chain = flow.chain
        self.base, self.employer, self.hr = (
            sign_in(app.test_client(), actor)
            for actor in (chain.base_member, chain.employer_member, chain.hr_member)
        )

    def run(self, scores: Sequence[int]) -> None:
        """Declare, approve, approve: each its own request."""
        with self.flow.database.unit_of_work() as session:
            training_class = session.get_one(Score, scores[0]).class_id
        for score in scores:
            self._post(self.base, "/base/declarations", only=score)
            for reviewer, step in ((self.employer, 0), (self.hr, 1)):
                (item,) = self.flow.open_items([score])
                group = f"{self.flow.steps[step].task}/{training_class}"
                self._post(reviewer, f"/inbox/groups/{group}/decide", ids=f"{item}-1", outcome="approve")

    def _post(self, browser: FlaskClient, url: str, **form: object) -> None:
        response = browser.post(url, data={"key": secrets.token_urlsafe(8), **form})
        if response.status_code != 303:
            raise AssertionError(response.text)


def measure(flow: Flow) -> Figure:
    """Instances a second, beside the bare statements one by one."""
    clicks = Clicks(flow)
    work = iter([flow.new_scores(ROWS) for _ in range(8)])
    ours, floor = in_turn(lambda: clicks.run(next(work)), lambda: _bare(flow, next(work)), times=3)
    return at_least(
        "full instances over the web, one by one",
        ROWS / statistics.median(ours),
        "instances/s",
        ROWS / statistics.median(floor),
        SHARE,
    )


def _bare(flow: Flow, scores: Sequence[int]) -> None:
    for score in scores:
        bare.start(flow.connection, [score], flow.version, flow.steps[0])
        for step in flow.steps[1:]:
            bare.decide(flow.connection, flow.open_items([score]), step)
