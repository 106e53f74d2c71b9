"""Whatever a form is sent, nobody meets a 500."""

from urllib.parse import urlencode

import pytest

from app.permissions import may
from app.views.gate import OPEN_TO_ALL, gate_of
from forms.form import BaseForm
from tests.app.views.walk import Walk

UNFIT = {"health.healthz", "auth.sign_out"}  # no worker beats in a test; nothing to send

SENDERS = (
    "base",
    "learner",
    "employer",
    "hr",
    "system",
    "security",
    "audit",
    "super administrator",
)  # the first who may

JUNK = {
    "nothing": None,
    "a NUL": "a\x00b",
    "very long": "长" * 1_000,
    "a huge number": str(10**40),
    "markup": "<script>'\";--</script>{0.__class__} %s",
    "a number": "1",
}


def field_names() -> set[str]:
    """The fields of every form there is."""

    def below(kind: type[BaseForm]) -> set[type[BaseForm]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    return {name for kind in below(BaseForm) for name in dir(kind) if hasattr(getattr(kind, name), "field_class")}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_no_form_makes_a_fault(walk: Walk, junk: str | None):
    """Every field of every form at once, to every address that takes a form, by whoever may send it."""
    data = {} if junk is None else dict.fromkeys(field_names() - {"csrf_token"}, junk)
    query = urlencode(data)
    faults = []
    roles = walk.world.roles
    for rule, method, url in walk.addresses():
        gate = gate_of(walk.app.view_functions[rule.endpoint])
        if rule.endpoint in UNFIT:
            continue
        who = next(roles[name] for name in SENDERS if gate == OPEN_TO_ALL or may(roles[name], gate))
        sent = {"data": data} if method == "POST" else {"query_string": query}
        response = walk.ask(who, method, url, **sent)
        if response.status_code >= 500:
            faults.append(f"{method} {rule.rule}: {response.status_code}")
    assert faults == []
