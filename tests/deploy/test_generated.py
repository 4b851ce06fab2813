from lianfang.deploy.files import generated, stale, write
from tests.deploy.places import DEPLOY, RULES


def test_what_is_checked_in_is_what_the_code_says():
    assert stale(DEPLOY) == [], "run `make deploy-files`"


def test_writing_repairs_what_is_stale_and_nothing_else(tmp_path):
    rules = tmp_path / RULES.relative_to(DEPLOY)
    rules.parent.mkdir(parents=True)
    rules.write_text(RULES.read_text())
    written = write(tmp_path)
    assert set(written) == set(generated(DEPLOY))
    (tmp_path / written[0]).write_text("changed by hand")
    assert stale(tmp_path) == [written[0]]
    assert write(tmp_path) == [written[0]]
    assert stale(tmp_path) == []
