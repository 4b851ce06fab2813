"""The rendered settings and secrets are a configuration that each service starts with."""

import base64
import os

import pytest
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from lianfang.runtime.config import Config
from tests.deploy.places import SERVICES
from tests.deploy.rendering import objects, one

pytestmark = pytest.mark.deploy
# What the vault would give; the keys' shape is checked by the configuration.
WORDS = {"bus": "p/w+d", "store": "p/w+d", "fields": base64.urlsafe_b64encode(b"k" * 32).decode()}


def container(overlay, service):
    kind = "StatefulSet" if service == "analytics" else "Deployment"
    return one(overlay, kind, service)["spec"]["template"]["spec"]


def secret(overlay, name):
    """Return the values of a secret, those of an ExternalSecret filled in as its template engine would."""
    for each in objects(overlay, "Secret"):
        if each["metadata"]["name"] == name:
            return {key: base64.b64decode(value).decode() for key, value in each["data"].items()}
    (external,) = [each for each in objects(overlay, "ExternalSecret") if each["spec"]["target"]["name"] == name]
    return {key: filled(text) for key, text in external["spec"]["target"]["template"]["data"].items()}


def filled(text):
    for word, value in WORDS.items():
        quoted = value.replace("/", "%2F").replace("+", "%2B")
        text = text.replace(f"{{{{ .{word} | urlquery }}}}", quoted).replace(f"{{{{ .{word} }}}}", value)
    assert "{{" not in text
    return text


def environment(overlay, service, folder):
    """Return the LIANFANG_* variables of a service's container, with its mounted files under `folder`."""
    pod = container(overlay, service)
    (main,) = pod["containers"]
    maps = {each["metadata"]["name"]: each["data"] for each in objects(overlay, "ConfigMap")}
    values = {}
    for source in main["envFrom"]:
        values |= maps[source["configMapRef"]["name"]]
    volumes = {each["name"]: each for each in pod["volumes"]}
    files, authority = {}, ""
    for mount in main["volumeMounts"]:
        if mount["mountPath"] == "/run/tls":
            assert volumes[mount["name"]]["secret"]["items"] == [{"key": "ca.crt", "path": "ca.crt"}]
            authority = DEFAULT_CA_BUNDLE_PATH  # any certificates will do to be read
        elif wanted := volumes.get(mount["name"], {}).get("secret"):
            known = secret(overlay, wanted["secretName"])
            keys = [each["key"] for each in wanted.get("items", ())] or list(known)
            files |= {f"{mount['mountPath']}/{key}": known[key] for key in keys}
    for each in main["env"]:
        assert "/run/tls/" not in files[each["value"]] or authority, "the authority is not mounted"
        path = folder / each["value"].lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[each["value"]].replace("/run/tls/ca.crt", authority))
        values[each["name"]] = str(path)
    return values


@pytest.mark.parametrize("overlay", ["dev", "ci", "prod"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_with_what_the_overlay_gives_it(overlay, service, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("LIANFANG_")]:
        monkeypatch.delenv(name)
    given = environment(overlay, service, tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    config = Config.from_environment(service)
    assert f"//svc-{service}:" in config.bus_uri
    assert f"/{service}?" in config.store_uri
    assert (config.http_port, config.ops_port, config.http_host) == (8080, 9090, "0.0.0.0")
    assert config.field_keys
    assert bool(config.oidc_jwks_uri) is (overlay == "prod")


@pytest.mark.parametrize("overlay", ["dev", "prod"])
def test_no_variable_is_misspelt(overlay):
    known = {f"LIANFANG_{name.upper()}" for name in Config.__dataclass_fields__}
    for service in SERVICES:
        (main,) = container(overlay, service)["containers"]
        assert {each["name"].removesuffix("_FILE") for each in main["env"]} <= known
    for each in objects(overlay, "ConfigMap"):
        assert {name for name in each["data"] if name.startswith("LIANFANG_")} <= known
