"""Editions: freeze the working text, prove that nothing else changed, compare, look back.

`freeze.plan_release` says what a release will write and what forbids it; `freeze.write_release`
writes it whole or not at all; `verify.verify_edition` finds what was touched since.
"""
