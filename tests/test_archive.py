"""`site.zip`: the whole site, the same bytes wherever it is made, never out of date."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from handbook.cli import main
from tests.conftest import Tree


def build(root: Path, *options: str) -> int:
    return main(["-C", str(root), "build", "--no-pdf", *options])


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "site.zip"
    }


def edit(root: Path, old: str, new: str) -> None:
    page = root / "docs/handbook/01-one.md"
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_it_holds_the_whole_site_and_not_itself(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    for _ in range(2):  # the second time there is one already
        assert build(root, "--zip") == 0
        with zipfile.ZipFile(root / "site/site.zip") as archive:
            assert archive.testzip() is None
            held = {info.filename: archive.read(info) for info in archive.infolist()}
        assert held == files_of(root / "site")
    assert "site/site.zip：" in capsys.readouterr().err
    assert not [p for p in (root / ".cache/handbook").iterdir() if p.suffix == ".zip"]


def test_it_depends_on_the_site_alone(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the clock, nor on permissions, nor on what was built before."""
    root = tree()
    edit(root, "3人", "4人")
    build(root)
    edit(root, "4人", "3人")
    old = os.umask(0o077)
    try:
        assert build(root, "--zip") == 0
    finally:
        os.umask(old)
    first = (root / "site/site.zip").read_bytes()
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    for path in (root / "site").rglob("*.html"):
        os.utime(path, (1e9, 1e9))
    assert build(root, "--zip", "--clean") == 0
    assert (root / "site/site.zip").read_bytes() == first


def test_it_is_never_out_of_date(tree: Tree) -> None:
    root = tree()
    build(root, "--zip")
    edit(root, "3人", "4人")
    assert build(root) == 0
    assert not (root / "site/site.zip").exists()
    assert build(root, "--zip") == 0
    with zipfile.ZipFile(root / "site/site.zip") as archive:
        assert "4人" in archive.read("latest/handbook/01-one.html").decode()
    assert build(root) == 0  # nothing has changed, and none was asked for
    assert not (root / "site/site.zip").exists()


def test_one_that_cannot_be_written_leaves_none_and_the_site_whole(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    build(root, "--zip")
    edit(root, "3人", "4人")

    def full(self: zipfile.ZipFile, *args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "writestr", full)
        assert build(root, "--zip") == 2
    said = capsys.readouterr().err
    assert "site/site.zip" in said and "No space left" in said and "Traceback" not in said
    assert not (root / "site/site.zip").exists()
    assert "4人" in (root / "site/latest/handbook/01-one.html").read_text(encoding="utf-8")
    assert build(root, "--zip") == 0
