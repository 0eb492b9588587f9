"""Random histories of a small handbook: errata and amendments, and the texts that they make.

The model is a list of headings a file, and knows nothing of the code under test: it writes the
files, takes the hashes, and says which ids there were.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

HANDBOOK = ("docs/handbook/01-one.md", "docs/handbook/02-two.md")
RULES = "docs/regulations/rules.md"
HEAD = '---\nshort: 规范\nadopted: 2018-01-01\naffirmed: "2018"\n---\n'


@dataclasses.dataclass
class Heading:
    """A heading with its text."""

    level: int
    id: str
    title: str
    text: str

    @property
    def source(self) -> str:
        """As design.md has it: the heading line without the id, up to the next heading."""
        return f"{'#' * self.level} {self.title}\n\n{self.text}".rstrip()

    @property
    def sha256(self) -> str:
        """Over the source."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def written(self) -> str:
        """As it stands in the file."""
        return f"{'#' * self.level} {self.title} {{#{self.id}}}\n\n{self.text}\n"


@dataclasses.dataclass
class History:
    """A handbook on its way from edition to edition."""

    rng: random.Random
    files: dict[str, list[Heading]] = dataclasses.field(default_factory=dict)
    errata: dict[str, str] = dataclasses.field(default_factory=dict)
    """The register's files by name."""
    chains: bool = False
    """Whether one heading may be amended several times on the way to an edition."""
    renamed: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """(old id, new id), in order."""
    actions: list[str] = dataclasses.field(default_factory=list)
    fresh: Iterator[int] = dataclasses.field(default_factory=lambda: iter(range(1, 10**6)))

    @staticmethod
    def begin(seed: int) -> History:
        """A handbook of two chapters and a regulation."""
        made = History(random.Random(seed))
        for path in (*HANDBOOK, RULES):
            made.files[path] = [made.heading(1)]
            for _ in range(made.rng.randint(1, 2)):
                made.files[path].append(made.heading(2))
                made.files[path] += [made.heading(3) for _ in range(made.rng.randint(1, 3))]
        for heading in made.clauses():
            if made.rng.random() < 0.5:
                other = made.rng.choice(made.clauses())
                heading.text = f"按照[][{other.id}]办理。{heading.text}"
        return made

    def heading(self, level: int) -> Heading:
        """A new heading."""
        number = next(self.fresh)
        return Heading(level, f"id-{number:03d}", f"标题{number}", self.words())

    def words(self) -> str:
        """Words that stand nowhere else, a list among them at times."""
        lines = [f"第{next(self.fresh)}号事项，应当在{next(self.fresh)}日内办理。"]
        if self.rng.random() < 0.3:
            lines.append(f"- 事项{next(self.fresh)}\n- 事项{next(self.fresh)}")
        return "\n\n".join(lines)

    def clauses(self) -> list[Heading]:
        """All headings of the third level."""
        return [h for path in self.files for h in self.files[path] if h.level == 3]

    def place(self, heading: Heading) -> tuple[list[Heading], int]:
        """The file of a heading and its place there."""
        for headings in self.files.values():
            for number, each in enumerate(headings):
                if each is heading:
                    return headings, number
        raise LookupError(heading.id)

    def lone(self, heading: Heading) -> bool:
        """Whether it is the last clause of its item, which is not to be left without."""
        headings, at = self.place(heading)
        alone = at + 1 == len(headings) or headings[at + 1].level < 3
        return headings[at - 1].level < 3 and alone

    def step(self, edition: str, day: str, busy: set[str]) -> None:
        """One erratum or amendment that `edition` takes in.

        Headings in `busy` were amended in this edition already; an erratum may still touch them.
        """
        actions = (
            "erratum",
            "erratum",
            "add",
            "remove",
            "rename",
            "rewrite",
            "move",
            "split",
            "merge",
        )
        action = self.rng.choice(actions)
        free = [h for h in self.clauses() if self.chains or h.id not in busy]
        if not free:
            return
        one = self.rng.choice(free)
        keys = getattr(self, f"_{action}")(one, busy)
        if keys is None:
            return
        self.actions.append(action)
        kind = "technical" if action == "erratum" else "amendment"
        provision = keys.pop("provision", one.id)
        rows = "".join(f"{key}: {value}\n" for key, value in keys.items())
        act = "" if action == "erratum" else f"action: {action}\n"
        number = len(self.errata) + 1
        self.errata[f"docs/errata/{day[:4]}-{number:03d}.md"] = (
            f"---\nprovision: {provision}\nedition: next\nkind: {kind}\n{act}{rows}history:\n"
            f"  - {{state: reported, date: {day}, by: [示例单位 01]}}\n"
            f"  - {{state: accepted, date: {day}, by: [编辑部]}}\n"
            f'  - {{state: incorporated, date: {day}, by: [编辑部], edition: "{edition}"}}\n'
            "---\n理由。\n"
        )

    def _erratum(self, one: Heading, busy: set[str]) -> dict[str, str]:
        found = self.rng.choice(re.findall(r"第\d+号事项|在\d+日内|标题\d+", one.source))
        put = re.sub(r"\d+", lambda m: str(next(self.fresh)), found)
        one.title = one.title.replace(found, put)
        one.text = one.text.replace(found, put)
        return {"original": found, "corrected": put}

    def _add(self, one: Heading, busy: set[str]) -> dict[str, str]:
        headings, at = self.place(one)
        new = self.heading(3)
        headings.insert(at + 1, new)
        busy.add(new.id)
        return {"provision": new.id, "after": one.id, "new_sha256": new.sha256}

    def _remove(self, one: Heading, busy: set[str]) -> dict[str, str] | None:
        if self.lone(one) or self.cited(one.id):
            return None
        headings, at = self.place(one)
        del headings[at]
        return {"old_sha256": one.sha256}

    def cited(self, id: str) -> bool:
        """Whether any text refers to it."""
        return any(f"][{id}]" in h.text for file in self.files.values() for h in file)

    def _rename(self, one: Heading, busy: set[str]) -> dict[str, str]:
        old, one.id = one.id, f"new-{next(self.fresh)}"
        for headings in self.files.values():
            for each in headings:
                each.text = each.text.replace(f"][{old}]", f"][{one.id}]")
        self.renamed.append((old, one.id))
        busy.update((old, one.id))
        return {"provision": old, "to": one.id}

    def _rewrite(self, one: Heading, busy: set[str]) -> dict[str, str]:
        old, one.text = one.sha256, self.words()
        busy.add(one.id)
        return {"old_sha256": old, "new_sha256": one.sha256}

    def _move(self, one: Heading, busy: set[str]) -> dict[str, str] | None:
        if self.lone(one):
            return None
        headings, at = self.place(one)
        del headings[at]
        path = RULES if headings is self.files[RULES] else self.rng.choice(HANDBOOK)
        to = self.files[path]
        place = self.rng.randrange(1, len(to))
        while to[place].level == 1:
            place += 1
        to.insert(place + 1, one)
        busy.add(one.id)
        return {"after": to[place].id}

    def _split(self, one: Heading, busy: set[str]) -> dict[str, str]:
        old = one.sha256
        headings, at = self.place(one)
        new = self.heading(3)
        one.text = self.words()
        headings.insert(at + 1, new)
        busy.update((one.id, new.id))
        return {
            "to": f"[{new.id}]",
            "old_sha256": old,
            "new_sha256": one.sha256,
            "to_sha256": f'["{new.sha256}"]',
        }

    def _merge(self, one: Heading, busy: set[str]) -> dict[str, str] | None:
        headings, at = self.place(one)
        if at + 1 == len(headings) or headings[at + 1].level < 3:
            return None
        other = headings[at + 1]
        if (other.id in busy and not self.chains) or self.cited(other.id):
            return None
        old = one.sha256
        one.text = f"{one.text}\n\n{other.text}"
        del headings[at + 1]
        busy.add(one.id)
        return {"from": f"[{other.id}]", "old_sha256": old, "new_sha256": one.sha256}

    def written(self) -> dict[str, str]:
        """The files of the text, and of the register."""
        texts = {
            path: (HEAD if path == RULES else "") + "\n".join(h.written for h in headings)
            for path, headings in self.files.items()
        }
        return texts | self.errata

    def ids(self) -> set[str]:
        """The ids of the text."""
        return {h.id for headings in self.files.values() for h in headings}


def write(root: Path, files: dict[str, str]) -> None:
    """Write the files; those of the text that are no more are taken away."""
    for old in root.glob("docs/*/*.md"):
        if old.parent.name in ("handbook", "regulations"):
            old.unlink()
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
