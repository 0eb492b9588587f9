"""The scaffold's files with their blanks filled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from handbook import __version__

WORKFLOWS: Mapping[str, Mapping[str, str]] = {
    "github": {"github.yml": ".github/workflows/handbook.yml"},
    "gitea": {"gitea.yml": ".gitea/workflows/handbook.yml"},
    "gitlab": {"gitlab.yml": ".gitlab-ci.yml"},
    "gitee": {
        "gitee-pr.yml": ".workflow/PRPipeline.yml",
        "gitee-main.yml": ".workflow/MasterPipeline.yml",
        "gitee-errata.yml": ".workflow/ErrataPipeline.yml",
    },
}
"""Each forge's workflow files, and where it looks for them."""
INSTALL = """\
python3 -m venv .venv
.venv/bin/python -m pip install -q -r requirements.txt"""
"""How a workflow comes by `.venv/bin/handbook`."""
_PUBLISH = """\
if [ -n "${HANDBOOK_PUBLISH_DIR:-}" ]; then
  rm -rf "$HANDBOOK_PUBLISH_DIR.new" "$HANDBOOK_PUBLISH_DIR.old"
  cp -R site "$HANDBOOK_PUBLISH_DIR.new"
  if [ -d "$HANDBOOK_PUBLISH_DIR" ]; then mv "$HANDBOOK_PUBLISH_DIR" "$HANDBOOK_PUBLISH_DIR.old"; fi
  mv "$HANDBOOK_PUBLISH_DIR.new" "$HANDBOOK_PUBLISH_DIR"
  rm -rf "$HANDBOOK_PUBLISH_DIR.old"
fi"""
_DOTTED = ("gitignore", "gitattributes")
"""Files whose names begin with a dot in a project; packaging tools pass over such names."""


def scaffold_files(title: str, publisher: str, year: int) -> dict[str, str]:
    """The files of a new handbook by their paths, without the workflows."""
    blanks = {"year": str(year), "version": __version__}
    found = {}
    for path, text in _walk(files("handbook.scaffold") / "template", ""):
        name = path.rsplit("/", 1)[-1]
        place = f".{path}" if name in _DOTTED else path
        words = {"title": title, "publisher": publisher}
        if path.endswith(".yml"):  # quoted, whatever is in them
            words = {key: json.dumps(word, ensure_ascii=False) for key, word in words.items()}
        found[_fill(place, blanks)] = _fill(text, {**blanks, **words})
    return found


def workflow_files(forges: Iterable[str], install: str = INSTALL) -> dict[str, str]:
    """The workflow files of forges by their paths; `install` are lines of a shell."""
    folder = files("handbook.scaffold") / "workflows"
    return {
        path: _fill_block(
            _fill_block(folder.joinpath(name).read_text(encoding="utf-8"), "install", install),
            "publish",
            _PUBLISH,
        )
        for forge in forges
        for name, path in WORKFLOWS[forge].items()
    }


def _walk(folder: Traversable, path: str) -> Iterable[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _walk(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry.read_text(encoding="utf-8")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"@([a-z]+)@", lambda found: values.get(found[1], found[0]), text)


def _fill_block(text: str, name: str, lines: str) -> str:
    """A blank on a line of its own filled with lines, each as far in as it stood."""

    def fill(found: re.Match[str]) -> str:
        return "\n".join(f"{found[1]}{line}" if line else "" for line in lines.split("\n"))

    return re.sub(rf"^([ \t]*)@{name}@$", fill, text, flags=re.MULTILINE)
