"""`handbook new`: a small handbook of one's own that checks, builds and explains itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from handbook.book import load_book
from handbook.cli import main, new
from handbook.messages import MESSAGES
from handbook.scaffold import WORKFLOWS
from handbook.source import load_settings

Capture = pytest.CaptureFixture[str]


def make(folder: Path, *arguments: str) -> int:
    return main(["--lang", "zh", "new", str(folder), *arguments])


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_new_handbook_is_small_and_complete_and_has_no_findings(
    tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "我的 手册"
    assert make(target, "--title", "某单位支部手册", "--publisher", "示例单位 01") == 0
    assert "已新建" in capsys.readouterr().out
    book = load_book(target)
    assert book.settings.title == "某单位支部手册"
    assert book.settings.publisher == "示例单位 01"
    assert book.settings.notice == "示例文本，非官方手册"
    for kind in ("chapter", "item", "clause", "question", "method", "norm"):
        assert book.of_kind(kind), kind  # type: ignore[arg-type]
    assert all(section.check for section in book.of_kind("clause"))
    assert main(["-C", str(target), "check", "--all"]) == 0, capsys.readouterr().out
    assert {".gitignore", ".gitattributes", "CONTRIBUTING.md", "requirements.txt"} <= names(target)
    for path in target.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"\r" not in data and data.endswith(b"\n"), path
            assert not re.search(r"@[a-z]+@", data.decode()), path


def test_it_builds(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "book"
    assert make(target) == 0
    assert main(["-C", str(target), "build"]) == 0, capsys.readouterr().err
    page = (target / "site" / "latest" / "handbook" / "01-organization.html").read_text("utf-8")
    assert 'id="set-up-where-due"' in page and "第1条" in page
    assert list(target.glob("site/**/handbook.pdf"))


def test_what_it_says_of_commands_is_true(tmp_path: Path) -> None:
    target = tmp_path / "book"
    assert make(target) == 0
    guide = (target / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for command in re.findall(r"^handbook (.+?)(?: {2,}#.*)?$", guide, re.MULTILINE):
        words = command.split()
        parser = new_parser()
        options = parser.parse_args(words)
        assert options.command == words[0], command
    for path in re.findall(r"docs/[a-z]+/[\w-]+\.md", guide):
        assert (target / path).is_file(), path
    for workflow in (path for files in WORKFLOWS.values() for path in files.values()):
        assert (target / workflow).is_file()
        yaml.safe_load((target / workflow).read_text(encoding="utf-8"))


def new_parser():  # type: ignore[no-untyped-def]
    from handbook.cli.main import make_parser

    return make_parser("zh")


@pytest.mark.parametrize(
    "title", ['他说"好"', "a: b # c", "'{x}'", "@year@", "- [x]", "a\\nb", "第一行\\t", "😀"]
)
def test_any_title_is_kept_as_it_is(tmp_path: Path, title: str) -> None:
    target = tmp_path / "book"
    assert make(target, "--title", title, "--forge", "none") == 0
    assert load_settings(target).title == title
    assert not names(target) & {".gitlab-ci.yml", ".github/workflows/handbook.yml"}
    load_book(target)


@pytest.mark.parametrize("title", ["a\nb: c", "a\u202eb", "\x00"])
def test_a_title_with_hidden_characters_is_refused(
    tmp_path: Path, title: str, capsys: Capture
) -> None:
    assert make(tmp_path / "book", "--title", title) == 2
    assert "--title 里有不可见的控制字符" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()


def test_nothing_that_is_there_is_touched(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "book"
    target.mkdir()
    (target / "note.txt").write_text("mine")
    assert make(target) == 2
    assert "已经存在，而且不是空目录" in capsys.readouterr().err
    (tmp_path / "file").write_text("mine")
    assert make(tmp_path / "file") == 2
    assert names(tmp_path) == {"book/note.txt", "file"}
    (target / "note.txt").unlink()
    assert make(target) == 0  # an empty folder will do


def test_a_disk_that_refuses_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new.shutil, "move", full)
    assert make(tmp_path / "book") == 2
    assert "写不进去：No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_workflows_are_renewed_in_a_handbook_that_is_there(tmp_path: Path) -> None:
    target = tmp_path / "book"
    assert make(target, "--forge", "gitlab") == 0
    before = names(target)
    (target / ".gitlab-ci.yml").write_text("old: 1\n")
    (target / "mkdocs.yml").write_text("site_name: 自己的\n", encoding="utf-8")
    assert make(target, "--forge", "gitlab", "--workflows", "--install", "pip install\nx") == 0
    text = (target / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert "      pip install\n      x\n" in text
    assert (target / "mkdocs.yml").read_text(encoding="utf-8") == "site_name: 自己的\n"
    assert names(target) == before


def test_its_sentences_are_there_in_both_languages() -> None:
    for key in ("new-there", "new-words", "new-refused"):
        for text in (*MESSAGES[key], *MESSAGES[f"{key}.hint"]):
            assert text.strip()
