"""What the tests share: the sample, small trees made on the spot, and a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handbook.book import Book, load_book

ROOT = Path(__file__).parent.parent

MKDOCS = """site_name: 小手册
use_directory_urls: false
theme: {name: material, language: zh}
plugins:
  - handbook:
      title: 小手册
      notice: 示例文本，非官方手册
      edition: "2018"
      require_check: true
"""
CHAPTER = """# 组织设置 {#ch-one}

本章规定支部怎样设立。

## 支部设立 {#item-one}

### 应建必建 {#set-up}

有正式党员3人以上的，应当成立党支部。

**自查：** 查党员名册。

### 联合支部 {#joint}

不足3人的，按照[][set-up]就近联合。

**自查：** 查联合支部的批复。
"""
Tree = Callable[..., Path]


@pytest.fixture(scope="session")
def sample() -> Book:
    """The sample's Book."""
    return load_book(ROOT)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Make a project of a few files; `None` leaves a file out, bytes are written as they are."""

    def make(files: Mapping[str, str | bytes | None] | None = None) -> Path:
        contents: dict[str, str | bytes | None] = {
            "mkdocs.yml": MKDOCS,
            "docs/handbook/01-one.md": CHAPTER,
        }
        contents.update(files or {})
        for name, content in contents.items():
            if content is None:
                continue
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(data)
        return tmp_path

    return make
