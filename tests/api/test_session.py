"""Signing in over HTTP: a cookie nobody's script reads, one answer for every wrong try."""

from dataclasses import replace

from starlette.testclient import TestClient

from sothuhoso.api import create_api
from sothuhoso.domain.policy import Role
from tests.conftest import UNIT


def test_the_cookie(client, make_actor):
    who = make_actor("canbo", Role.CLERK, UNIT)
    answer = client.post("/api/session", json={"username": "canbo", "password": "mật khẩu của canbo"})
    assert answer.status_code == 200
    told = {"account": str(who.account_id), "name": "Người thử canbo", "role": "clerk", "unit": UNIT}
    assert answer.json() == {**told, "home": "/ban"}
    assert client.get("/api/session").json() == told
    cookie = answer.headers["set-cookie"].lower()
    for part in ("sid=", "httponly", "samesite=strict", "path=/", "max-age=28800"):
        assert part in cookie
    assert "secure" not in cookie


def test_over_https_it_is_secure(c, make_actor):
    make_actor("canbo", Role.CLERK, UNIT)
    public = replace(c, settings=replace(c.settings, public_url="https://hoso.example"))
    client = TestClient(create_api(public), base_url="https://hoso.example")
    answer = client.post("/api/session", json={"username": "canbo", "password": "mật khẩu của canbo"})
    assert "; secure" in answer.headers["set-cookie"].lower()


def test_wrong_is_wrong(client, make_actor):
    make_actor("canbo", Role.CLERK, UNIT)
    for username, password in (("canbo", "sai mật khẩu"), ("khongco", "mật khẩu của canbo")):
        answer = client.post("/api/session", json={"username": username, "password": password})
        assert (answer.status_code, answer.json()["key"]) == (401, "account.wrong")
        assert "set-cookie" not in answer.headers


def test_not_a_sign_in(client):
    for body in ({}, {"username": "canbo"}, {"username": 1, "password": []}):
        assert client.post("/api/session", json=body).status_code == 400
    assert client.post("/api/session", content=b"x" * 9000).status_code == 413


def test_signing_out_ends_it_on_the_server(desk, api):
    token = desk.cookies["sid"]
    assert desk.delete("/api/session").status_code == 204
    assert "sid" not in desk.cookies
    thief = TestClient(api, base_url="http://127.0.0.1:8000", cookies={"sid": token})
    answer = thief.post("/api/drafts/join", json={"code": "123456"})
    assert (answer.status_code, answer.json()["key"]) == (401, "access.sign_in")
    assert thief.delete("/api/session").status_code == 204


def test_too_many_tries_are_told_when_to_come_back(client):
    for _ in range(8):
        client.post("/api/session", json={"username": "canbo", "password": "sai mật khẩu"})
    answer = client.post("/api/session", json={"username": "canbo", "password": "sai mật khẩu"})
    assert (answer.status_code, answer.json()["key"]) == (429, "account.too_many")
    assert answer.headers["retry-after"] == str(answer.json()["facts"]["seconds"])
