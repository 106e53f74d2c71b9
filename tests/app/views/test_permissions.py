"""Every route as every role, and as a neighbour: what the table promises is what the pages do."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from app.permissions import MODULES, RULES, Permission, may
from app.views.gate import OPEN_TO_ALL, gate_of, public, requires
from models import Module, Role
from tests.app.conftest import make_app, sign_in
from tests.app.views.walk import addresses, rules
from tests.factories import make_base, make_member

BASE = {"base", "super administrator"}  # who holds all that a base has
OFFICES = {"system", "security", "audit"}
MEMBERS = BASE | OFFICES | {"employer", "hr", "competent"}
BARE = {"base without modules", "employer without modules", "hr without modules"}
EVERYBODY = MEMBERS | BARE | {"learner"}

WHO_MAY = {
    "home:view": EVERYBODY,
    "notification:view": EVERYBODY,
    "password:change": EVERYBODY,
    "score:view": BASE,
    "score:export": BASE,
    "score:enter": BASE,
    "score:import": BASE,
    "score:declare": BASE,
    "submitted:view": MEMBERS - {"security", "audit"},
    "instance:view": EVERYBODY,
    "instance:withdraw": EVERYBODY,  # what they may take back there, the start of the process says
    "instance:resubmit": EVERYBODY,
    "inbox:view": MEMBERS | BARE,
    "inbox:export": MEMBERS | BARE,
    "saved_view:edit": MEMBERS | BARE,
    "work_item:decide": MEMBERS | BARE,  # what they may decide there, the module of the task says
    "work_item:claim": MEMBERS | BARE,
    "work_item:release": MEMBERS | BARE,
    "work_item:transfer": MEMBERS | BARE,
    "work_item:delegate": MEMBERS | BARE,
    "work_item:add_signer": MEMBERS | BARE,
    "work_item:take_back": MEMBERS | BARE,
    "work_item:send_back": MEMBERS | BARE,
    "instance:comment": MEMBERS | BARE,
    "instance:copy": MEMBERS | BARE,
    "instance:urge": MEMBERS | BARE,
    "substitution:set": MEMBERS | BARE,
    "command:view": MEMBERS | BARE,
    "hours:view": {"learner"},
    "profile:edit": EVERYBODY,
    "member:manage": MEMBERS,
    "member:hand_over": {"super administrator"},
    "role:manage": MEMBERS,
    "subordinate:reset_password": {"employer", "hr", "competent"},
    "learner:reset_password": {"employer"},
    "subject:view": BASE,
    "subject:edit": BASE,
    "plan:view": BASE,
    "plan:edit": BASE,
    "plan:submit": BASE,
    "class:view": BASE,
    "class:edit": BASE,
    "attachment:view": MEMBERS | BARE,  # which files, the item says
    "organization:edit": MEMBERS - OFFICES,
    "venue:edit": BASE,
    "staff:edit": BASE,
    "organization:change": MEMBERS - OFFICES,
    "organization:list": {"employer", "hr", "competent"},
    "organization:enable": {"employer", "hr", "competent"},
    "organization:reassign": {"hr"},
    "registration:submit": set(),  # applicants are not signed in
    "report:view": BASE,
    "report:edit": BASE,
    "report:declare": BASE,
    "revocation:propose": {"hr"},
    "transfer:request": {"learner"},
    "learner:edit": {"learner"},
    "certificate:view": {"learner"},
    "public_subject:manage": {"hr"},
    "year_rule:manage": {"hr"},
    "notice:manage": {"hr"},
    "statistics:view": MEMBERS - OFFICES,
    "alarm:manage": {"system"},
    "dashboard:view": {"employer", "hr", "competent"},
    "webhook:manage": {"system"},
    "diagram:view": OFFICES,
    "diagram:edit": {"system"},
    "diagram:release": {"system"},
    "diagram:roll_back": {"security"},
    "diagram:migrate": {"system"},
    "audit:view": {"audit"},
    "province:view": {"system"},
    "organization:found": {"system"},
    "topmost:reset_password": {"system"},
    "reference:manage": {"system"},
}
"""Said once more in the words of the roles: a slip in the table of permissions does not pass unseen."""

LED_AWAY = {"inbox.decide": 303}  # a group that is gone, decided by a colleague or another's: back to the inbox
TOO_LARGE = 2**63


def test_every_route_has_a_gate(app):
    without = [rule.endpoint for rule in rules(app) if gate_of(app.view_functions[rule.endpoint]) is None]
    assert not without, without


def test_every_gate_asks_for_a_permission_of_the_table(app):
    gates = {gate_of(app.view_functions[rule.endpoint]) for rule in rules(app)} - {OPEN_TO_ALL}
    assert gates <= set(RULES)


def test_two_gates_are_one_too_many():
    with pytest.raises(TypeError, match="two gates"):
        public(requires(Permission.HOME_VIEW)(lambda: ""))
    with pytest.raises(TypeError, match="two gates"):
        requires(Permission.HOME_VIEW)(public(lambda: ""))


def test_every_permission_has_a_rule():
    assert set(RULES) == set(Permission)


def test_rules_ask_only_for_modules_that_those_organisations_have():
    for permission, rule in RULES.items():
        offered = {module for kind in rule.kinds for module in MODULES.get(kind, ())}
        assert rule.modules <= offered, permission


def test_the_table_says_what_is_meant(walk):
    said = {
        permission.value: {name for name, actor in walk.world.roles.items() if may(actor, permission)}
        for permission in Permission
    }
    assert said == WHO_MAY


ROLES = ["nobody", *sorted(EVERYBODY)]


@pytest.mark.parametrize("role", ROLES)
def test_every_route_as_every_role(walk, role):
    wrong = []
    for rule, method, url in walk.addresses():
        response = walk.ask(walk.world.roles[role], method, url)
        expected = _expected(gate_of(walk.app.view_functions[rule.endpoint]), role, rule)
        if not expected(response):
            wrong.append(f"{method} {url}: {response.status} {response.location or ''}")
    assert not wrong, "\n".join(wrong)


def _expected(gate, role, rule):
    if gate == OPEN_TO_ALL:
        return lambda r: r.status_code < 500 or rule.endpoint == "health.healthz"
    if role == "nobody":
        return lambda r: r.status_code == 302 and r.location.startswith("/sign-in")
    if role not in WHO_MAY[gate.value]:
        return lambda r: r.status_code == 403
    return lambda r: r.status_code < 500 and not (r.location or "").startswith("/sign-in")


NEIGHBOURS = ["base", "employer", "hr", "competent", "learner"]


@pytest.mark.parametrize("role", NEIGHBOURS)
def test_a_row_of_somebody_else_is_not_there(walk, role):
    wrong = []
    for rule, method, url in walk.addresses():
        gate = gate_of(walk.app.view_functions[rule.endpoint])
        if rule.arguments and gate != OPEN_TO_ALL and role in WHO_MAY[gate.value]:
            response = walk.ask(walk.world.neighbours[role], method, url)
            if response.status_code not in (404, LED_AWAY.get(rule.endpoint)):
                wrong.append(f"{method} {url}: {response.status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("number", [0, TOO_LARGE, 10**30])
def test_a_number_that_no_row_has_is_not_there(walk, number):
    wrong = []
    everybody = {name: walk.world.roles[name] for name in NEIGHBOURS}
    elsewhere = replace(walk.world, arguments=dict.fromkeys(walk.world.arguments, number))
    for rule, method, url in addresses(walk.app, elsewhere):
        gate = gate_of(walk.app.view_functions[rule.endpoint])
        for role, actor in everybody.items():
            if rule.arguments and gate != OPEN_TO_ALL and role in WHO_MAY[gate.value]:
                response = walk.ask(actor, method, url)
                if response.status_code not in (404, 405, LED_AWAY.get(rule.endpoint)):
                    wrong.append(f"{role}: {method} {url}: {response.status}")
    assert not wrong, "\n".join(wrong)


NONSENSE = (
    "after=x&before=-1&page=99999999999999999999&limit=0&class_id=%00&year=二〇二六&state=[]&q=%F0%9F%98%80%25_"
)
TOO_MUCH = f"after={10**30}&class_id={TOO_LARGE}&training_year={10**20}&credit_year=-1&scope=filter&q={'长' * 3000}"


@pytest.mark.parametrize("query", [NONSENSE, TOO_MUCH])
@pytest.mark.parametrize("role", NEIGHBOURS)
def test_a_query_of_nonsense_is_no_fault(walk, role, query):
    wrong = []
    for rule, method, url in walk.addresses():
        gate = gate_of(walk.app.view_functions[rule.endpoint])
        is_read = gate == OPEN_TO_ALL or role in WHO_MAY[gate.value]  # the others stop at the gate, unread
        if is_read and rule.endpoint != "health.healthz":
            response = walk.ask(walk.world.roles[role], method, f"{url}?{query}")
            if response.status_code >= 500:
                wrong.append(f"{method} {url}: {response.status}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def probe(database):
    """A browser of an application with a page that asks for the module of score entry."""
    app = make_app(database)
    app.add_url_rule("/probe", view_func=requires(Permission.SCORE_ENTER)(lambda: "entered"))
    return app.test_client()


def test_a_module_taken_from_a_role_counts_at_the_next_request(probe, session):
    sign_in(probe, make_member(session, make_base(session), modules=(Module.SCORE_ENTRY,)))
    session.commit()
    assert probe.get("/probe").text == "entered"
    session.execute(update(Role).values(modules=["score_declare"]))
    session.commit()
    response = probe.get("/probe")
    assert response.status_code == 403
    assert "请联系本单位超级管理员分配" in response.text
