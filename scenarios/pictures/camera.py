"""Takes the pictures: each view at its size, in few colours so that they stay small."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scenarios.pictures.chromium import ARGUMENTS, PROGRAM, sign_in

WALL, DESK, PHONE = (1920, 1080), (1440, 900), (390, 844)
COLOURS = (256, 128, 64)
MOST_BYTES = 250_000
_SETTLE_MS = 1500
_LOADING = re.compile("读取中|Loading")


@dataclass(frozen=True, slots=True)
class Shot:
    """name: of the file. view: its key. then: keys pressed after it, one after the other; words are typed."""

    name: str
    view: str
    size: tuple[int, int] = DESK
    language: str = "zh-CN"
    then: Sequence[str] = ()
    wait_for: str = "main"


def take(
    shots: Sequence[Shot], url: str, token: str, zone: str, folder: Path, before: Callable[[], None],
    say: Callable[[str], None],
) -> None:  # fmt: skip
    """Take them into `folder`. before: called before each. Raises FileNotFoundError when there is no Chromium."""
    if not PROGRAM:
        raise FileNotFoundError("no Chromium here: make browser")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        for shot in shots:
            before()
            found = small(_taken(browser, shot, url, token, zone))
            (folder / f"{shot.name}.png").write_bytes(found)
            say(f"{shot.name}.png, {len(found) // 1000} kB")
        browser.close()


def _taken(browser: Browser, shot: Shot, url: str, token: str, zone: str) -> bytes:
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=shot.language, timezone_id=zone,
        device_scale_factor=2 if shot.size == PHONE else 1,
    )  # fmt: skip
    page = sign_in(context.new_page(), url, token)
    expect(page.locator("#link.on")).to_be_visible(timeout=30_000)
    _press(page, shot.view)
    for each in shot.then:
        _press(page, each)
    expect(page.locator(shot.wait_for).first).to_be_visible(timeout=60_000)
    expect(page.locator("main")).not_to_contain_text(_LOADING, timeout=120_000)
    page.wait_for_timeout(_SETTLE_MS)
    picture = page.screenshot()
    context.close()
    return picture


def _press(page: Page, keys: str) -> None:
    """Press a key that has a name, or type."""
    if len(keys) == 1 or keys in {"Enter", "Tab", "ArrowDown", "ArrowUp"}:
        page.keyboard.press(keys)
    else:
        page.keyboard.type(keys)
    page.wait_for_timeout(200)


def small(png: bytes) -> bytes:
    """Return a picture in as many colours as fit into MOST_BYTES. Raises ValueError when none do."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        few = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"the picture takes more than {MOST_BYTES} bytes, even in {COLOURS[-1]} colours")
