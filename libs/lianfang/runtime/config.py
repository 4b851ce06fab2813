"""What a service runs with, read from environment variables once, checked whole, shown with secrets masked.

Every variable may instead be given as a file: LIANFANG_BUS_URI_FILE=/run/secrets/bus_uri holds the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from environs import EnvError, EnvValidationError, FileAwareEnv

from lianfang.runtime import config_rules as rules
from lianfang.runtime.masking import mask_uri

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SECRETS = ("token_key", "field_keys")
_URIS = ("bus_uri", "bus_management_uri", "store_uri", "oidc_jwks_uri")


class ConfigError(ValueError):
    """The environment does not describe a service; one line per variable, each with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of one service process. The variable of a field is LIANFANG_<FIELD>.

    service: the service's name, ``incident``; given by the code, not by the environment.
    bus_uri: amqp:// URI with the service's own account and its virtual host.
    bus_management_uri: management API (readiness, topology check); empty = not used.
    store_uri: sqlite:///absolute/path.db or mongodb://…
    http_port, ops_port: the API; health and metrics. 0 takes a free port.
    http_host: the address both listen on (default loopback; 0.0.0.0 in a container).
    token_key: shared HS256 key of the embedded stack; or oidc_jwks_uri for real identity providers.
    token_issuer, token_audience: what a token must say of itself.
    field_keys: Fernet keys for personal fields; the first encrypts, all decrypt.
    timezone: IANA name, only for what people read.
    publish_timeout: seconds until an unconfirmed publish counts as failed.
    prefetch: messages a queue may have in the hands of one process.
    retention_days: how long published events and handled ids are kept; not shorter than the event log.
    sweep_interval: seconds between looks for what the relay left over.
    analytics_dir: the folder in which the analytics service keeps its facts; one process at a time uses it.
    workdays: a county's own calendar of working days, a YAML file; empty: mainland China's.
    cors_origins: origins (``scheme://host[:port]``) whose pages may call this service from a browser.
    peers: service -> base address of its API as the command room's browsers reach it.
    watched: service -> base address of its health port, shown as the platform's health.
    traces: spans go nowhere (``off``), to a collector (``otlp``), or into a file (``file:/absolute/path.jsonl``).
    traces_honour_flags: whether a caller from outside decides whether its trace is sampled.
    """

    service: str
    bus_uri: str
    bus_management_uri: str = ""
    store_uri: str
    http_host: str = "127.0.0.1"
    http_port: int = 0
    ops_port: int = 0
    token_key: str = ""
    oidc_jwks_uri: str = ""
    token_issuer: str = "lianfang"  # noqa: S105 - a name
    token_audience: str = "lianfang"  # noqa: S105 - a name
    field_keys: tuple[str, ...] = ()
    log_level: str = "INFO"
    timezone: str = "Asia/Shanghai"
    publish_timeout: float = 5.0
    prefetch: int = 32
    retention_days: int = 30
    sweep_interval: float = 2.0
    workdays: str = ""
    analytics_dir: str = "var/analytics"
    cors_origins: tuple[str, ...] = ()
    peers: Mapping[str, str] = field(default_factory=dict)
    watched: Mapping[str, str] = field(default_factory=dict)
    traces: str = "off"
    traces_honour_flags: bool = False

    @classmethod
    def from_environment(cls, service: str) -> Config:
        """Read LIANFANG_* of the process. Raises ConfigError naming every wrong variable and its remedy."""
        env = FileAwareEnv(eager=False)
        with env.prefixed("LIANFANG_"):
            values = _read(env)
        try:
            env.seal()
        except EnvValidationError as error:
            raise ConfigError(_lines(error)) from None
        except EnvError as error:  # a *_FILE that cannot be read
            raise ConfigError(str(error)) from None
        if wrong := rules.together(values):
            raise ConfigError(wrong)
        return cls(service=service, **values)

    def describe(self) -> dict[str, Any]:
        """Return what a person or a log may see: passwords inside URIs and all keys are masked."""
        return {each.name: self._shown(each.name) for each in fields(self)}

    def _shown(self, name: str) -> Any:
        value = getattr(self, name)
        if name == "field_keys":
            return f"{len(value)} key(s)" if value else "none"
        if name in _SECRETS:
            return "***" if value else "none"
        return mask_uri(value) if name in _URIS else value


def _read(env: FileAwareEnv) -> dict[str, Any]:
    return {
        "bus_uri": env.str("BUS_URI", validate=rules.bus_uri),
        "bus_management_uri": env.str("BUS_MANAGEMENT_URI", "", validate=rules.http_uri),
        "store_uri": env.str("STORE_URI", validate=rules.store_uri),
        "http_host": env.str("HTTP_HOST", "127.0.0.1"),
        "http_port": env.int("HTTP_PORT", 0, validate=rules.port),
        "ops_port": env.int("OPS_PORT", 0, validate=rules.port),
        "token_key": env.str("TOKEN_KEY", "", validate=rules.token_key),
        "oidc_jwks_uri": env.str("OIDC_JWKS_URI", "", validate=rules.http_uri),
        "token_issuer": env.str("TOKEN_ISSUER", "lianfang"),
        "token_audience": env.str("TOKEN_AUDIENCE", "lianfang"),
        "field_keys": tuple(env.list("FIELD_KEYS", [], validate=rules.field_keys) or ()),
        "log_level": env.str("LOG_LEVEL", "INFO", validate=rules.one_of(LEVELS)),
        "timezone": env.str("TIMEZONE", "Asia/Shanghai", validate=rules.timezone),
        "publish_timeout": env.float("PUBLISH_TIMEOUT", 5.0, validate=rules.between(0.1, 60)),
        "prefetch": env.int("PREFETCH", 32, validate=rules.between(1, 10_000)),
        "workdays": env.str("WORKDAYS", ""),
        "analytics_dir": env.str("ANALYTICS_DIR", "var/analytics"),
        "cors_origins": tuple(env.list("CORS_ORIGINS", [], validate=rules.origins) or ()),
        "peers": _bases(env.dict("PEERS", {}, validate=rules.addresses)),
        "watched": _bases(env.dict("WATCHED", {}, validate=rules.addresses)),
        "traces": env.str("TRACES", "off"),
        "traces_honour_flags": env.bool("TRACES_HONOUR_FLAGS", False),
        "retention_days": env.int("RETENTION_DAYS", 30, validate=rules.between(1, 3650)),
        "sweep_interval": env.float("SWEEP_INTERVAL", 2.0, validate=rules.between(0.05, 3600)),
    }


def _bases(named: Mapping[str, str] | None) -> dict[str, str]:
    """Return addresses as others put a path behind them: without a slash at the end."""
    return {name: text.rstrip("/") for name, text in (named or {}).items()}


def _lines(error: EnvValidationError) -> str:
    found: list[str] = []
    messages = error.error_messages
    for name, problems in messages.items() if isinstance(messages, dict) else ():
        texts = problems if isinstance(problems, list) else [problems]
        for text in texts:
            known = rules.REMEDIES.get(name, "")
            missing = "not set" in str(text)
            found.append(f"{name} is missing: {known}" if missing else f"{name}: {str(text).rstrip('.')}")
    return "\n".join(found)
