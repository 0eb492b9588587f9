"""Editions: freeze the working text, prove that nothing else changed, compare, look back.

`plan_release` says what a release will write and what forbids it; `write_release` writes it
whole or not at all; `verify_edition` finds what was touched since.
"""

from handbook.editions.freeze import Release, plan_release, write_release
from handbook.editions.verify import verify_edition, verify_editions

__all__ = ["Release", "plan_release", "verify_edition", "verify_editions", "write_release"]
