"""A service's configuration is checked whole, explained, and shown without secrets."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from lianfang.runtime.config import Config, ConfigError
from lianfang.runtime.masking import mask_uri

KEY = "k" * 32


@pytest.fixture
def environment(monkeypatch, tmp_path):
    values = {
        "BUS_URI": "amqp://svc-incident:s3cret@127.0.0.1:5680/lianfang",
        "STORE_URI": f"sqlite://{tmp_path}/incident.db",
        "TOKEN_KEY": KEY,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"LIANFANG_{name}", value)
    return lambda name, value: monkeypatch.setenv(f"LIANFANG_{name}", value)


def test_defaults_complete_what_the_environment_gives(environment):
    config = Config.from_environment("incident")
    assert (config.service, config.publish_timeout, config.timezone) == ("incident", 5.0, "Asia/Shanghai")
    assert config.http_host == "127.0.0.1"


def test_all_missing_variables_are_named_at_once(monkeypatch):
    monkeypatch.delenv("LIANFANG_BUS_URI", raising=False)
    monkeypatch.delenv("LIANFANG_STORE_URI", raising=False)
    with pytest.raises(ConfigError) as caught:
        Config.from_environment("grid")
    lines = str(caught.value).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["LIANFANG_BUS_URI", "LIANFANG_STORE_URI"]
    assert all("set it to" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BUS_URI", "localhost:5672", "amqp://user:password@"),
        ("BUS_URI", "amqp://127.0.0.1/", "names no account"),
        ("STORE_URI", "redis://x", "sqlite:///"),
        ("STORE_URI", "sqlite://relative.db", "three slashes"),
        ("HTTP_PORT", "70000", "no TCP port"),
        ("HTTP_PORT", "eighty", "integer"),
        ("TOKEN_KEY", "short", "shorter than 32 bytes"),
        ("FIELD_KEYS", "nonsense", "key 1 is no Fernet key"),
        ("LOG_LEVEL", "LOUD", "not one of DEBUG"),
        ("TIMEZONE", "Mars/Base", "IANA"),
        ("PREFETCH", "0", "between 1 and"),
        ("BUS_MANAGEMENT_URI", "ftp://x", "not an HTTP URI"),
        ("CORS_ORIGINS", "*", "is no origin"),
        ("CORS_ORIGINS", "https://a.example,https://b.example/page", "is no origin"),
        ("CORS_ORIGINS", "https://A.example", "small letters"),
        ("CORS_ORIGINS", "https://a.example:443", "scheme's own"),
        ("CORS_ORIGINS", "https://user@a.example", "is no origin"),
        ("CORS_ORIGINS", "https://a.example:port", "is no origin"),
        ("PEERS", "incident=http://a.example; script-src *", "is no address"),
        ("WATCHED", "incident=ftp://a.example", "is no address"),
    ],
)
def test_wrong_value_names_variable_and_remedy(environment, name, value, said):
    environment(name, value)
    with pytest.raises(ConfigError) as caught:
        Config.from_environment("incident")
    assert f"LIANFANG_{name}" in str(caught.value)
    assert said in str(caught.value)


def test_origins_as_browsers_send_them_are_taken(environment):
    origins = "https://a.example,http://127.0.0.1:8050,http://[::1]:8050,https://a.example:8443"
    environment("CORS_ORIGINS", origins)
    assert ",".join(Config.from_environment("incident").cors_origins) == origins


def test_addresses_of_services_are_bases_for_paths(environment):
    environment("PEERS", "incident=https://room.example/incident/,patrol=http://127.0.0.1:8040/")
    assert Config.from_environment("analytics").peers == {
        "incident": "https://room.example/incident", "patrol": "http://127.0.0.1:8040",
    }  # fmt: skip


def test_refused_keys_are_not_repeated(environment):
    environment("FIELD_KEYS", "hush-hush")
    with pytest.raises(ConfigError) as caught:
        Config.from_environment("incident")
    assert "hush-hush" not in str(caught.value)


def test_one_source_of_token_keys(environment):
    environment("OIDC_JWKS_URI", "https://id.example/jwks")
    with pytest.raises(ConfigError, match="exactly one"):
        Config.from_environment("incident")


def test_health_needs_a_port_of_its_own(environment):
    environment("HTTP_PORT", "8010")
    environment("OPS_PORT", "8010")
    with pytest.raises(ConfigError, match="LIANFANG_OPS_PORT"):
        Config.from_environment("incident")


def test_secrets_may_come_from_files(environment, monkeypatch, tmp_path):
    (tmp_path / "key").write_text("f" * 40)
    monkeypatch.delenv("LIANFANG_TOKEN_KEY")
    environment("TOKEN_KEY_FILE", str(tmp_path / "key"))
    assert Config.from_environment("incident").token_key == "f" * 40


def test_description_hides_every_secret(environment):
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    environment("FIELD_KEYS", ",".join(keys))
    environment("BUS_MANAGEMENT_URI", "http://svc-incident:s3cret@127.0.0.1:15680")
    shown = str(Config.from_environment("incident").describe())
    for secret in ("s3cret", KEY, *keys):
        assert secret not in shown
    assert "svc-incident:***@127.0.0.1:5680" in shown
    assert "2 key(s)" in shown


@pytest.mark.parametrize(
    ("uri", "masked"),
    [
        ("amqp://a:b@h:1/v", "amqp://a:***@h:1/v"),
        ("amqp://a:b%40c@h/v", "amqp://a:***@h/v"),
        ("mongodb://u:p@h1:1,h2:2/db", "mongodb://u:***@h1:1,h2:2/db"),
        ("http://h:1", "http://h:1"),
        ("", ""),
    ],
)
def test_password_in_a_uri_is_masked(uri, masked):
    assert mask_uri(uri) == masked
