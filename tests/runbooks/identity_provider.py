"""An identity provider's signing keys by URL (JWKS, RFC 7517), over HTTP on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm


class IdentityProvider:
    """Publishes its keys under `uri` while it is entered. fetched: how often somebody asked."""

    def __init__(self) -> None:
        self._keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self._shown: list[str] = []
        self.fetched = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.fetched += 1
                body = json.dumps({"keys": provider._published()}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self._server.server_port}/jwks.json"

    def __enter__(self) -> IdentityProvider:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    def new_key(self, kid: str) -> str:
        """Make a key and publish it beside the others; return its id."""
        self._keys[kid] = ec.generate_private_key(ec.SECP256R1())
        self._shown.append(kid)
        return kid

    def forget(self, kid: str) -> None:
        """Publish a key no more."""
        self._shown.remove(kid)

    def token(self, kid: str, roles: Iterable[str], region: str) -> str:
        """Return a token of ten minutes under one key, published or not."""
        now = int(time.time())
        claims = {
            "sub": "traffic", "roles": sorted(roles), "region": region, "iss": "lianfang", "aud": "lianfang",
            "iat": now, "exp": now + 600,
        }  # fmt: skip
        return jwt.encode(claims, self._keys[kid], algorithm="ES256", headers={"kid": kid})

    def _published(self) -> list[dict[str, Any]]:
        keys = {kid: self._keys[kid].public_key() for kid in self._shown}
        return [
            {**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": "ES256"}
            for kid, key in keys.items()
        ]
