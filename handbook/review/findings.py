"""Findings that outlive a moved line, so that a branch answers only for what it brings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handbook.problems import Problem
from handbook.review.tree import Tree


@dataclass(frozen=True)
class Finding:
    """A problem, known again by what stands at its place rather than by the line's number."""

    problem: Problem
    text: str = ""
    """The line that it is about, without the white space around it."""
    ordinal: int = 0
    """Which of those that are alike in rule, file and text, counted from 0."""

    @property
    def fingerprint(self) -> str:
        """A sha256 over rule, file, text and ordinal, in hexadecimal digits.

        The line's number is left out: text that moved is not a new finding.
        """
        parts = (self.problem.rule, self.problem.file, self.text, str(self.ordinal))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    @property
    def end_line(self) -> int:
        """The last line that it is about; the rule may say so in the value `end`."""
        end = dict(self.problem.values).get("end", "")
        return max(int(end) if end.isdigit() else 0, self.problem.line)


def find(problems: Iterable[Problem], tree: Tree) -> tuple[Finding, ...]:
    """The problems of a tree as findings, in the order of files and lines."""
    seen: Counter[tuple[str, str, str]] = Counter()
    findings = []
    for each in sorted(set(problems)):
        text = tree.line(each.file, each.line)
        key = (each.rule, each.file, text)
        findings.append(Finding(each, text, seen[key]))
        seen[key] += 1
    return tuple(findings)


def subtract(head: Iterable[Finding], base: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of `head` that `base` has not.

    Where several are alike in rule, file and text, those that also say the same go first.
    """
    left = list(base)
    exact: Counter[object] = Counter((*_key(f), f.problem.values) for f in left)
    alike: Counter[object] = Counter(_key(f) for f in left)
    fresh = []
    for finding in head:
        key = (*_key(finding), finding.problem.values)
        if exact[key]:
            exact[key] -= 1
            alike[_key(finding)] -= 1
        else:
            fresh.append(finding)
    result = []
    for finding in fresh:
        if alike[_key(finding)] > 0:
            alike[_key(finding)] -= 1
        else:
            result.append(finding)
    return tuple(result)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.problem.rule, finding.problem.file, finding.text
