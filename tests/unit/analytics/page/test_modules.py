"""The page's modules that need no browser, tried with the test runner of the Node that Playwright brings along."""

import os
import subprocess
from pathlib import Path

import playwright

HERE = Path(__file__).parent
PAGE = Path(__file__).parents[4] / "services/analytics/page"
NODE = Path(playwright.__file__).parent / "driver/node"


def test_the_pages_modules_keep_their_promises():
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(HERE / "page.test.mjs")], check=False, capture_output=True,
        text=True, timeout=60, env={**os.environ, "PAGE": str(PAGE)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout


def test_the_page_reads_no_markup_and_fetches_nothing_from_elsewhere():
    for path in PAGE.rglob("*"):
        if path.suffix in {".js", ".html", ".css"}:
            text = path.read_text()
            for banned in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "https://",
                "@import",
            ):
                assert banned not in text, (path.name, banned)
            assert "http://" not in text.replace("http://www.w3.org/2000/svg", ""), path.name
