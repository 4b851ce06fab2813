"""Nothing of the machine that builds, and no secret, stays in a layer, in the history or in the configuration.

While building, where packages come from lies over /etc/apt and /etc/pip.conf; each of these files has a mark.
"""

import re

import pytest

from tests.images.podman import IMAGES, ROOT, layers, podman, reference

pytestmark = pytest.mark.images
SETTINGS = ("", ".conf", ".list", ".sources", ".yaml", ".pem", ".key", ".env")
MARK = b"of-the-machine-that-builds"
PRIVATE = re.compile(
    rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|(?:https?|amqps?)://[\w.-]+:[^\s@/{}%<\"']{6,}@[\w-]+\."
)


def test_the_mark_is_in_what_lies_over_the_image_while_building():
    text = (ROOT / "scripts/image-machine.sh").read_text()
    assert MARK.decode() in text


@pytest.mark.parametrize("image", IMAGES)
def test_no_layer_has_anything_of_the_machine_that_built_it(image):
    marked, private = [], []
    base, *ours = layers(image)
    assert len(ours) >= 3
    for layer in ours:
        for path in layer.files():
            content = path.read_bytes()
            if MARK in content:
                marked.append(str(path))
            if path.suffix in (
                "",
                ".conf",
                ".list",
                ".sources",
                ".yaml",
                ".pem",
                ".key",
                ".env",
            ) and PRIVATE.search(content):
                private.append(str(path.relative_to(layer.folder)))
    assert marked == []
    assert private == []
    for layer in (base, *ours):
        assert [each for name in ("etc/pip.conf", "etc/apt/sources.list", "run/secrets/*", "root/.*/pip*")
                for each in layer.folder.glob(name)] == []  # fmt: skip


@pytest.mark.parametrize("image", IMAGES)
def test_history_and_environment_name_no_place_packages_came_from(image):
    told = podman("history", "--no-trunc", "--format", "{{.CreatedBy}}", reference(image))
    told += podman("image", "inspect", "--format", "{{json .Config}}", reference(image))
    assert f"SERVICE={image}" in told
    assert re.findall(r"(?i)https?://\S+|index.url|proxy|sources\.list|secret\S*=\S+", told) == []
