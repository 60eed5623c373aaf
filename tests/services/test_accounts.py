"""Signing in, staying signed in and being signed out; who may make and shut accounts."""

from __future__ import annotations

import threading

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from sothuhoso.db.queries import accounts as rows
from sothuhoso.db.queries import audit
from sothuhoso.db.tables import SignInRow
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded, TooMany
from sothuhoso.domain.policy import ANONYMOUS, OPERATOR, Role
from sothuhoso.services import accounts
from tests.conftest import OTHER_UNIT, UNIT

PASSWORD = "mật khẩu của canbo"
IP = "192.0.2.7"


def sign_in(c, username="canbo", password=PASSWORD, ip=IP):
    return accounts.sign_in(c, username, password, ip)


def new(c, actor=OPERATOR, **other):
    given = {
        "username": "moi",
        "display_name": "Người mới",
        "password": "một câu dễ nhớ",
        "role": Role.CLERK,
        "unit_code": UNIT,
    }
    return accounts.create_account(c, actor, **(given | other))


def audited(c, object_id):
    with c.look() as uow:
        return [(row.action, row.actor_id, row.facts) for row in audit.of_object(uow.session, "account", object_id)]


def test_the_right_password_opens_a_session(c, clerk):
    signed = sign_in(c)
    assert signed.actor == clerk
    assert signed.expires_at == "2026-11-23T11:00:00Z"
    assert len(signed.token) == 43
    assert accounts.actor_of(c, signed.token) == clerk


@pytest.mark.parametrize("typed", ["canbo", " CanBo ", "CANBO"])
def test_the_username_is_taken_as_people_type_it(c, clerk, typed):
    assert sign_in(c, typed).actor == clerk


def test_every_session_has_its_own_token_and_only_its_hash_is_kept(c, clerk):
    tokens = {sign_in(c).token for _ in range(3)}
    with c.look() as uow:
        kept = [row.token_hash for row in uow.session.exec(select(SignInRow)).all()]
    assert len(tokens) == len(set(kept)) == 3
    assert tokens.isdisjoint(kept)


@pytest.mark.parametrize(
    ("username", "password"),
    [("canbo", "sai mật khẩu rồi"), ("canbo", ""), ("khong.co", PASSWORD), ("", ""), ("canbo", PASSWORD + "x" * 5000)],
)
def test_whatever_is_wrong_is_told_alike(c, clerk, username, password):
    with pytest.raises(SignInNeeded) as error:
        sign_in(c, username, password)
    assert (error.value.key, error.value.facts) == ("account.wrong", {})


def test_an_unknown_name_costs_the_same_work(c, clerk, monkeypatch):
    sign_in(c)  # warm: the hash that stands for nobody's is made once
    work = []
    hasher = accounts._HASHER

    class Counting:
        def __getattr__(self, name):
            return getattr(hasher, name)

        def verify(self, hashed, password):
            work.append(hashed.split("$")[:4])
            return hasher.verify(hashed, password)

    monkeypatch.setattr(accounts, "_HASHER", Counting())
    for username in ("canbo", "khong.co"):
        with pytest.raises(SignInNeeded):
            sign_in(c, username, "sai mật khẩu rồi")
    assert work[0] == work[1]
    assert len(work) == 2


def test_a_wrong_password_is_written_down_without_what_was_typed(c, clerk):
    for username in ("canbo", "khong.co"):
        with pytest.raises(SignInNeeded):
            sign_in(c, username, "sai mật khẩu rồi")
    assert ("account.sign_in_failed", None, {}) in audited(c, clerk.account_id)
    assert audited(c, "") == [("account.sign_in_failed", None, {})]


def test_guessing_is_slowed_down_and_the_right_password_then_waits_too(c, clerk):
    for _ in range(accounts.TRIES):
        with pytest.raises(SignInNeeded):
            sign_in(c, password="đoán mò")
    with pytest.raises(TooMany) as error:
        sign_in(c)
    assert error.value.key == "account.too_many"
    assert 0 < error.value.facts["seconds"] <= accounts.TRIES_SECONDS + 1


def test_guessing_at_one_account_locks_out_neither_others_nor_other_places(c, clerk, other_clerk):
    for _ in range(accounts.TRIES):
        with pytest.raises(SignInNeeded):
            sign_in(c, password="đoán mò")
    assert sign_in(c, "canbo2", "mật khẩu của canbo2").actor == other_clerk
    assert sign_in(c, ip="192.0.2.8").actor == clerk


def test_the_right_password_forgets_the_wrong_ones(c, clerk):
    for _ in range(3):
        for _ in range(accounts.TRIES - 1):
            with pytest.raises(SignInNeeded):
                sign_in(c, password="đoán mò")
        sign_in(c)
    assert sign_in(c).actor == clerk


def test_one_address_cannot_try_many_names(c, monkeypatch):
    monkeypatch.setattr(accounts, "TRIES_OF_ADDRESS", 3)
    for number in range(3):
        with pytest.raises(SignInNeeded):
            sign_in(c, f"ten{number}", "mật khẩu chung")
    with pytest.raises(TooMany):
        sign_in(c, "ten9", "mật khẩu chung")


def test_parallel_guesses_are_all_counted(c, clerk):
    outcomes = []

    def guess() -> None:
        try:
            sign_in(c, password="đoán mò")
        except (SignInNeeded, TooMany) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(accounts.TRIES + 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(SignInNeeded), outcomes.count(TooMany)) == (accounts.TRIES, 6)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "Ả" * 43])
def test_no_or_a_made_up_token_is_nobody(c, clerk, token):
    sign_in(c)
    assert accounts.actor_of(c, token) == ANONYMOUS


def test_an_idle_session_ends(c, clock, clerk):
    token = sign_in(c).token
    clock.move(minutes=59)
    assert accounts.actor_of(c, token) == clerk
    clock.move(minutes=59)
    assert accounts.actor_of(c, token) == clerk
    clock.move(minutes=61)
    assert accounts.actor_of(c, token) == ANONYMOUS


def test_a_busy_session_ends_after_the_shift(c, clock, clerk):
    token = sign_in(c).token
    for _ in range(15):
        clock.move(minutes=31)
        assert accounts.actor_of(c, token) == clerk
    clock.move(minutes=15)
    assert accounts.actor_of(c, token) == ANONYMOUS


def test_being_seen_is_written_at_most_once_a_minute(c, clock, clerk):
    token = sign_in(c).token
    began = clock.now()

    def seen():
        with c.look() as uow:
            return uow.session.exec(select(SignInRow.seen_at)).one()

    clock.move(seconds=59)
    accounts.actor_of(c, token)
    assert seen() == began
    clock.move(seconds=2)
    accounts.actor_of(c, token)
    assert seen() == clock.now()


def test_signing_out_takes_effect_at_once_and_only_there(c, clerk):
    here, there = sign_in(c).token, sign_in(c).token
    assert accounts.actor_of(c, here) == clerk
    accounts.sign_out(c, here)
    accounts.sign_out(c, here)
    accounts.sign_out(c, "nobody's")
    assert accounts.actor_of(c, here) == ANONYMOUS
    assert accounts.actor_of(c, there) == clerk
    assert [action for action, _, _ in audited(c, clerk.account_id)].count("account.sign_out") == 1


def test_a_shut_account_is_out_at_once_and_stays_out(c, admin, clerk):
    token = sign_in(c).token
    assert accounts.deactivate(c, admin, "canbo").active is False
    assert accounts.actor_of(c, token) == ANONYMOUS
    with pytest.raises(SignInNeeded, match=r"account\.wrong"):
        sign_in(c)


def test_a_new_password_ends_the_old_one_and_its_sessions(c, admin, clerk):
    token = sign_in(c).token
    accounts.reset_password(c, admin, "canbo", "mật khẩu thứ hai")
    assert accounts.actor_of(c, token) == ANONYMOUS
    with pytest.raises(SignInNeeded):
        sign_in(c)
    assert sign_in(c, password="mật khẩu thứ hai").actor == clerk


@pytest.fixture
def whole_cost(real_hasher, monkeypatch):
    """A hash costs what it costs on a server."""
    monkeypatch.setattr(accounts, "_HASHER", real_hasher)


def test_an_old_hash_is_renewed_at_sign_in(c, whole_cost, clerk):
    with c.work() as uow:
        row = rows.account_named(uow.session, "canbo")
        row.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        uow.session.add(row)
        uow.commit()
    sign_in(c)
    with c.look() as uow:
        assert "m=19456,t=2,p=1" in rows.account_named(uow.session, "canbo").password_hash
    assert sign_in(c).actor == clerk


def test_passwords_are_kept_as_argon2id(c, whole_cost, make_actor):
    make_actor("canbo", Role.CLERK, UNIT)
    with c.look() as uow:
        assert rows.account_named(uow.session, "canbo").password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_maker_of_an_account_is_written_down(c, admin):
    made = new(c, admin, username="Moi.2")
    assert (made.username, made.display_name, made.role, made.unit_code) == ("moi.2", "Người mới", "clerk", UNIT)
    assert audited(c, made.id) == [("account.manage", admin.account_id, {"change": "created", "role": "clerk"})]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"username": "a"}, "account.username_form"),
        ({"username": "cán bộ"}, "account.username_form"),
        ({"username": "-a-b"}, "account.username_form"),
        ({"username": "a" * 41}, "account.username_form"),
        ({"display_name": "  "}, "account.name_missing"),
        ({"password": "123456789"}, "account.password_short"),
        ({"password": "x" * 201}, "account.password_long"),
        ({"unit_code": None}, "account.unit_needed"),
        ({"role": Role.ADMIN}, "account.unit_needed"),
        ({"role": Role.PROVINCE}, "account.unit_needed"),
        ({"unit_code": "99999"}, "account.unit_unknown"),
    ],
)
def test_what_an_account_needs(c, given, key):
    with pytest.raises(Invalid) as error:
        new(c, **given)
    assert error.value.key == key
    with c.look() as uow:
        assert rows.all_accounts(uow.session) == []


def test_a_username_is_taken_once(c, clerk):
    with pytest.raises(Conflict, match=r"account\.username_taken"):
        new(c, username="CANBO")


def test_the_list_is_complete_and_holds_no_secret(c, admin, clerk, other_clerk):
    views = accounts.list_accounts(c, admin)
    assert [(v.username, v.unit_code) for v in views] == [("quantri", ""), ("canbo2", OTHER_UNIT), ("canbo", UNIT)]
    assert "argon2" not in repr(views)


def test_an_admin_does_not_shut_the_own_account(c, admin):
    with pytest.raises(Invalid, match=r"account\.not_oneself"):
        accounts.deactivate(c, admin, "quantri")


def test_unknown_accounts_are_told_to_the_admin(c, admin):
    for act in (
        lambda: accounts.deactivate(c, admin, "khong.co"),
        lambda: accounts.reset_password(c, admin, "khong.co", "một câu dễ nhớ"),
    ):
        with pytest.raises(NotFound, match=r"account\.unknown"):
            act()


@pytest.mark.parametrize("act", ["list", "create", "reset", "deactivate"])
def test_only_admins_manage_accounts(c, clerk, make_actor, act):
    acts = {
        "list": lambda actor: accounts.list_accounts(c, actor),
        "create": lambda actor: new(c, actor),
        "reset": lambda actor: accounts.reset_password(c, actor, "canbo", "một câu dễ nhớ"),
        "deactivate": lambda actor: accounts.deactivate(c, actor, "canbo"),
    }
    with pytest.raises(SignInNeeded, match=r"access\.sign_in"):
        acts[act](ANONYMOUS)
    for actor in (clerk, make_actor("phutrach", Role.HEAD, UNIT), make_actor("tinh", Role.PROVINCE, None)):
        with pytest.raises(Refused, match=r"access\.refused"):
            acts[act](actor)
    assert sign_in(c).actor == clerk
