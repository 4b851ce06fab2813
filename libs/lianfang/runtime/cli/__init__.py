"""The `lianfang` command."""

from lianfang.runtime.cli.app import app, main

__all__ = ["app", "main"]
