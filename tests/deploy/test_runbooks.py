"""What a runbook tells to type exists: commands and options of ours, files, other pages."""

import re

import pytest
from typer.main import get_command

from lianfang.runtime.cli import app
from tests.deploy.places import ROOT, RUNBOOKS

PAGES = sorted(RUNBOOKS.glob("*.md"))
COMMAND = re.compile(r"`lianfang ([^`\n]+)`|^ *lianfang (.+)$", re.MULTILINE)
"""In a sentence, or on a line of a shell block."""
# Written for what the reader fills in.
PLACEHOLDERS = re.compile(r"[A-Z]+\Z")


def steps(line):
    """Walk down the commands that a line names; yield the last one, and the words after it."""
    command, words = get_command(app), line.split()
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"lianfang {line}: no command {words[0]!r}"
        command = command.commands[words.pop(0)]
    return command, words


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_commands_that_are_told_to_be_typed_exist_with_their_options(page):
    for line in ("".join(found) for found in COMMAND.findall(page.read_text())):
        command, words = steps(line)
        options = {name: each for each in command.params for name in (*each.opts, *each.secondary_opts)}
        while words:
            word = words.pop(0)
            if not word.startswith("-"):
                assert PLACEHOLDERS.match(word), f"lianfang {line}: {word!r} looks like a command"
                continue
            assert word in options, f"lianfang {line}: no option {word}"
            if not getattr(options[word], "is_flag", False):
                assert words, f"lianfang {line}: {word} takes a value"
                words.pop(0)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_links_lead_somewhere_and_every_page_is_in_the_list(page):
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / link).exists(), f"{page.name}: {link}"
    assert page.name == "README.md" or f"({page.name})" in (RUNBOOKS / "README.md").read_text()


def test_files_that_are_named_are_there():
    for page in PAGES:
        for name in re.findall(r"`((?:libs|deploy|docs|scripts)/[\w./-]+)`", page.read_text()):
            assert (ROOT / name).exists(), f"{page.name}: {name}"
