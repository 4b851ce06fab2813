import base64
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from lianfang.regions.codes import BadRegionCode
from lianfang.web import tokens
from lianfang.web.problems import Problem
from lianfang.web.tokens import Verifier, issue

KEY = "a local key of thirty-two bytes."
CLAIMS = {"sub": "u1", "roles": ["viewer"], "region": "3509", "iss": "idp", "aud": "lianfang"}


def caller(verifier, token):
    return verifier.caller_of(f"Bearer {token}")


def refused(verifier, token, status=401):
    with pytest.raises(Problem) as raised:
        caller(verifier, token)
    assert raised.value.status == status
    return raised.value.detail


def test_what_is_issued_is_verified():
    who = caller(
        Verifier.local(KEY), issue(KEY, "t1", ["team", "viewer"], region="350924", team="350924.aoyang.case")
    )
    assert (who.subject, who.roles, who.region) == ("t1", {"team", "viewer"}, "350924")
    assert who.team == "350924.aoyang.case"


@pytest.mark.parametrize("region", ["35x", "3"])
def test_no_token_is_issued_for_a_malformed_region(region):
    with pytest.raises(BadRegionCode):
        issue(KEY, "a", [], region=region)


def test_short_keys_are_refused():
    with pytest.raises(ValueError, match="LIANFANG_TOKEN_KEY must have at least 32 bytes"):
        issue("short", "a", [])
    with pytest.raises(ValueError, match="32 bytes"):
        Verifier.local("short")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dTpw", "Token x"])
def test_another_scheme_is_no_token(header):
    with pytest.raises(Problem, match="Authorization: Bearer"):
        Verifier.local(KEY).caller_of(header)


def test_the_schemes_case_does_not_matter():
    assert Verifier.local(KEY).caller_of(f"bearer  {issue(KEY, 'a', [])}").subject == "a"


def test_a_remembered_token_still_expires():
    now = [time.time()]
    verifier = Verifier(lambda _token: KEY, ["HS256"], now=lambda: now[0])
    token = issue(KEY, "a", [], lifetime_s=60)
    assert caller(verifier, token) is caller(verifier, token)
    now[0] += 70
    assert "expired" in refused(verifier, token)


def test_memory_of_tokens_is_bounded_and_keeps_the_used_ones(monkeypatch):
    monkeypatch.setattr(tokens, "_REMEMBERED", 3)
    asked = []
    verifier = Verifier(lambda token: asked.append(token) or KEY, ["HS256"])
    busy, *others = [issue(KEY, f"u{n}", []) for n in range(5)]
    for other in others:
        caller(verifier, busy)
        caller(verifier, other)
    caller(verifier, busy)
    assert asked.count(busy) == 1
    caller(verifier, others[0])
    assert asked.count(others[0]) == 2


def test_a_refused_token_is_not_remembered():
    verifier = Verifier.local(KEY)
    token = issue("another local key, of 32 bytes too", "a", [])
    assert refused(verifier, token) == refused(verifier, token)


class KeyServer:
    """An identity provider's JWKS endpoint on loopback."""

    def __init__(self):
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.fetched = 0
        self.body = json.dumps({"keys": [self._jwk("RS256", self.rsa, "r"), self._jwk("ES256", self.ec, "e")]})
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.fetched += 1
                self.send_response(200)
                self.end_headers()
                self.wfile.write(outer.body.encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self.server.server_port}/jwks.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def _jwk(name, key, kid):
        algorithm = jwt.get_algorithm_by_name(name)
        return algorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": kid, "use": "sig", "alg": name}

    def token(self, algorithm="RS256", key=None, kid=None, **changes):
        key = key or (self.rsa if algorithm == "RS256" else self.ec)
        kid = kid or ("r" if algorithm == "RS256" else "e")
        claims = CLAIMS | {"exp": time.time() + 60} | changes
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


@pytest.fixture(scope="module")
def idp():
    server = KeyServer()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def verifier(idp):
    return Verifier.jwks(idp.uri, issuer="idp", audience="lianfang")


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_providers_tokens_are_verified_with_its_published_keys(idp, verifier, algorithm):
    assert caller(verifier, idp.token(algorithm)).region == "3509"


def test_the_providers_keys_are_fetched_once(idp, verifier):
    before = idp.fetched
    for number in range(5):
        caller(verifier, idp.token(sub=f"u{number}"))
    assert idp.fetched == before + 1


def test_unknown_keys_do_not_make_us_ask_the_provider_each_time(idp, verifier):
    caller(verifier, idp.token())
    before = idp.fetched
    for number in range(5):
        assert "not signed by a key" in refused(verifier, idp.token(kid=f"k{number}"))
    assert idp.fetched <= before + 1


def test_another_key_under_a_known_id_is_refused(idp, verifier):
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert "not signed by a key" in refused(verifier, idp.token(key=foreign))


def test_the_public_key_is_no_shared_secret(idp, verifier):
    """The classic confusion: HS256 'signed' with the provider's public key, which everybody has."""
    public = idp.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    parts = [{"alg": "HS256", "kid": "r", "typ": "JWT"}, CLAIMS | {"exp": time.time() + 60}]
    signed = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(public, signed, "sha256")).rstrip(b"=")
    forged = (signed + b"." + signature).decode()
    assert "algorithm" in refused(verifier, forged)


def test_a_token_without_key_id_is_refused(idp, verifier):
    token = jwt.encode(CLAIMS | {"exp": time.time() + 60}, idp.rsa, algorithm="RS256")
    assert refused(verifier, token)


def test_a_provider_that_is_away_is_no_fault_of_the_caller(idp):
    away = Verifier.jwks("http://127.0.0.1:9/jwks.json", issuer="idp", audience="lianfang")
    assert "can't be fetched" in refused(away, idp.token(), status=503)


def test_a_provider_that_talks_rubbish_is_no_fault_of_the_caller(idp, verifier):
    body, idp.body = idp.body, "<html>"
    try:
        assert "can't be fetched" in refused(verifier, idp.token(), status=503)
    finally:
        idp.body = body
