"""Bearer tokens (JWT, RFC 7519): issuing them for the embedded stack, and verifying them.

Embedded: HS256 under one local key. Production: RS256 or ES256 with the identity provider's keys by URL (JWKS).
Verified tokens are remembered until they expire, so that a busy caller's signature is checked once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

import jwt

from lianfang.regions import codes
from lianfang.web.access import Caller
from lianfang.web.problems import RETRY_AFTER_S, Problem

ISSUER = "lianfang"
AUDIENCE = "lianfang"
MIN_KEY_BYTES = 32
_LEEWAY_S = 5
_REMEMBERED = 4096
_REQUIRED = ["sub", "exp", "iss", "aud", "roles", "region"]

KeyFinder = Callable[[str], Any]


def issue(
    key: str, subject: str, roles: Iterable[str], *, region: str = "", team: str = "", lifetime_s: float = 8 * 3600,
    issuer: str = ISSUER, audience: str = AUDIENCE, now: float | None = None,
) -> str:  # fmt: skip
    """Return a token under the local key (HS256). lifetime_s: seconds until it expires.

    Raises BadRegionCode for a malformed region, ValueError for a key under 32 bytes (RFC 7518, 3.2).
    """
    codes.level_of(region)
    _check_key(key)
    issued = time.time() if now is None else now
    claims = {
        "sub": subject, "roles": sorted(roles), "region": region, "iss": issuer, "aud": audience,
        "iat": int(issued), "exp": int(issued + lifetime_s),
    }  # fmt: skip
    return jwt.encode(claims | ({"team": team} if team else {}), key, algorithm="HS256")


class Verifier:
    """Checks tokens and tells who calls."""

    def __init__(
        self, find_key: KeyFinder, algorithms: list[str], *, issuer: str = ISSUER, audience: str = AUDIENCE,
        now: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """find_key: from token to the key to check it with. now: seconds since the epoch."""
        self._find_key, self._algorithms, self._now = find_key, algorithms, now
        self._issuer, self._audience = issuer, audience
        self._seen: OrderedDict[str, tuple[Caller, float]] = OrderedDict()

    @classmethod
    def local(cls, key: str, *, issuer: str = ISSUER, audience: str = AUDIENCE) -> Verifier:
        """Verify tokens of `issue` under the same key. Raises ValueError for a key under 32 bytes."""
        _check_key(key)
        return cls(lambda _token: key, ["HS256"], issuer=issuer, audience=audience)

    @classmethod
    def jwks(cls, uri: str, *, issuer: str, audience: str) -> Verifier:
        """Verify RS256 and ES256 tokens with the keys at `uri`, fetched when needed and kept 5 minutes."""
        client = jwt.PyJWKClient(uri, timeout=5, cooldown_duration=10)
        return cls(
            client.get_signing_key_from_jwt, ["RS256", "ES256"],
            issuer=issuer, audience=audience,
        )  # fmt: skip

    def caller_of(self, authorization: str) -> Caller:
        """Return who sent this ``Authorization`` header. Raises a 401 Problem (503 while keys can't be fetched)."""
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("Send a token: Authorization: Bearer <token>.", code="")
        known = self._seen.get(token)
        if known is None:
            return self._remember(token)
        caller, expires = known
        if expires <= self._now():
            del self._seen[token]
            raise _unauthorized("The token has expired. Get a new one.")
        self._seen.move_to_end(token)
        return caller

    def expires(self, authorization: str) -> float:
        """Return when the token that `caller_of` just accepted ends, in seconds since the epoch; 0 if not known."""
        known = self._seen.get(authorization.partition(" ")[2].strip())
        return known[1] if known else 0.0

    def _remember(self, token: str) -> Caller:
        claims = self._verified(token)
        caller = _caller(claims)
        self._seen[token] = (caller, float(claims["exp"]) + _LEEWAY_S)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return caller

    def _verified(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._find_key(token), algorithms=self._algorithms, issuer=self._issuer,
                audience=self._audience, leeway=_LEEWAY_S, options={"require": _REQUIRED},
            )  # fmt: skip
        except (jwt.PyJWKClientConnectionError, ValueError) as error:  # ValueError: what came is not JSON
            raise Problem(
                503, "Token keys unavailable", "The identity provider's keys can't be fetched now. Try again.",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            ) from error  # fmt: skip
        except jwt.PyJWTError as error:
            raise _unauthorized(_explain(error)) from None
        return claims


_REASONS: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
    (jwt.ExpiredSignatureError, "The token has expired. Get a new one."),
    ((jwt.InvalidIssuerError, jwt.InvalidAudienceError), "The token was issued by or for another system."),
    (jwt.InvalidAlgorithmError, "The token is signed with an algorithm that is not accepted here."),
    (jwt.ImmatureSignatureError, "The token is not valid yet. Check the issuer's clock."),
    ((jwt.InvalidSignatureError, jwt.PyJWKClientError), "The token is not signed by a key that is trusted here."),
]


def _explain(error: jwt.PyJWTError) -> str:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"The token lacks the claim {error.claim!r}."
    return next((text for kind, text in _REASONS if isinstance(error, kind)), "The token can't be read.")


def _caller(claims: dict[str, Any]) -> Caller:
    roles, region, team = claims["roles"], claims["region"], claims.get("team", "")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise _unauthorized("The token's claim 'roles' is not a list of texts.")
    if not isinstance(region, str) or not isinstance(team, str):
        raise _unauthorized("The token's claims 'region' and 'team' must be texts.")
    try:
        codes.level_of(region)
    except codes.BadRegionCode as error:
        raise _unauthorized(f"The token's claim 'region' is wrong: {error}.") from None
    return Caller(claims["sub"], frozenset(roles), region, team)


def _unauthorized(detail: str, code: str = "invalid_token") -> Problem:
    # RFC 6750, 3.1: no error code when the request carried no credentials at all
    challenge = f'Bearer realm="lianfang", error="{code}"' if code else 'Bearer realm="lianfang"'
    return Problem(401, "Unauthorized", detail, headers={"WWW-Authenticate": challenge})


def _check_key(key: str) -> None:
    if len(key.encode()) < MIN_KEY_BYTES:
        raise ValueError(
            f"LIANFANG_TOKEN_KEY must have at least {MIN_KEY_BYTES} bytes; `openssl rand -hex 32` makes one"
        )
