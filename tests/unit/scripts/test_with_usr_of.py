"""scripts/with-usr-of.sh runs a program of another Debian's tree as if it were one of this machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "with-usr-of.sh"


def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    """A tree with a few of our programs and one of its own, `only-there`, that says its id and argument."""
    tree = tmp_path_factory.mktemp("tree")
    (tree / "usr" / "bin").mkdir(parents=True)
    for program in ("sh", "cat"):
        _copy(Path(f"/usr/bin/{program}"), tree)
    listed = subprocess.run(["ldd", "/usr/bin/sh", "/usr/bin/cat"], capture_output=True, text=True, check=True)
    for word in set(listed.stdout.split()):
        if word.startswith("/lib"):
            _copy(Path("/usr" + word), tree)
    there = tree / "usr" / "bin" / "only-there"
    there.write_text('#!/bin/sh\necho "$$ $1"\n')
    there.chmod(0o755)
    if run(tree, "only-there", "x").returncode:
        pytest.skip("neither root nor allowed to have a mount namespace of one's own")
    return tree


def _copy(file: Path, tree: Path) -> None:
    target = tree / file.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.read_bytes())
    target.chmod(0o755)


def test_the_trees_program_runs_under_the_process_id_that_was_started_and_gets_its_arguments(other):
    with subprocess.Popen([SCRIPT, other, "only-there", "two words"], stdout=subprocess.PIPE, text=True) as child:
        said = child.communicate(timeout=60)[0]
    assert said == f"{child.pid} two words\n"
    assert child.returncode == 0


def test_our_own_usr_is_as_it_was(other):
    run(other, "only-there", "x")
    assert not Path("/usr/bin/only-there").exists()
    assert str(other) not in Path("/proc/self/mountinfo").read_text()


def test_files_outside_usr_are_this_machines(other, tmp_path):
    (tmp_path / "here").write_text("seen")
    assert run(other, "cat", tmp_path / "here").stdout == "seen"


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "usage:"), (("/nowhere", "true"), "/nowhere is no Debian tree (no usr/bin in it)")],
)
def test_a_wrong_call_is_one_line(words, said):
    done = run(*words)
    assert done.returncode != 0
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_does_not_start_in_the_folder_that_is_exchanged(other):
    assert "start it outside /usr" in run(other, "true", cwd=Path("/usr/share")).stderr
