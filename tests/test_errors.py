"""Broken sources: each mistake has its one line, all come at once, and nothing is a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.cli import main
from tests.conftest import CHAPTER, MKDOCS, Tree

ONE = "docs/handbook/01-one.md"
BULLETIN = """---
issue: 1
published: 2018-06-15
affirmed: "2018"
---
# 学习参考第1期 {#b-one}

## 支部设立 {#a-one}

### 几人可以设支部？ {#q-one}

按照[][set-up]。
"""


def edit(old: str, new: str) -> dict[str, str | bytes | None]:
    assert CHAPTER.count(old) >= 1
    return {ONE: CHAPTER.replace(old, new, 1)}


# What is broken, and the line that says so.
BROKEN: list[tuple[str, dict[str, str | bytes | None], str]] = [
    (
        "a clause without an id",
        edit("### 应建必建 {#set-up}", "### 应建必建"),
        "docs/handbook/01-one.md:7：###“应建必建”没有编号标识（id）；"
        "请在标题末尾空一格加上 {#some-id}",
    ),
    (
        "an id in capitals",
        edit("{#joint}", "{#Joint}"),
        "docs/handbook/01-one.md:13：标识“Joint”不合规定；只用小写字母、数字和连字符，3至64个字符",
    ),
    (
        "an id used twice",
        edit("{#joint}", "{#item-one}"),
        "docs/handbook/01-one.md:13：标识“item-one”已用在 docs/handbook/01-one.md:5；"
        "标识在全书唯一且永不重用，请换一个",
    ),
    (
        "an unknown attribute",
        edit("{#joint}", "{#joint key=1}"),
        "docs/handbook/01-one.md:13：标题属性“key=1”不认识；只写 {#标识}，注意事项加 .note",
    ),
    (
        "a reference to nothing",
        edit("[][set-up]", "[][set-upp]"),
        "docs/handbook/01-one.md:15：引用的标识“set-upp”不存在；最接近的是 set-up",
    ),
    (
        "no space before an id",
        edit("### 联合支部 {#joint}", "### 联合支部{#joint}"),
        "docs/handbook/01-one.md:13：###“联合支部{#joint}”没有编号标识（id）；"
        "请在标题末尾空一格加上 {#some-id}",
    ),
    (
        "a level skipped",
        edit("## 支部设立 {#item-one}\n\n", ""),
        "docs/handbook/01-one.md:5：标题从1级跳到了3级；请逐级使用标题",
    ),
    (
        "two titles in a file",
        edit("## 支部设立 {#item-one}", "# 支部设立 {#item-one}"),
        "docs/handbook/01-one.md:5：一个文件只能有一个一级标题；请拆成两个文件，或把它降为二级",
    ),
    (
        "text before the title",
        edit("# 组织设置", "前言。\n\n# 组织设置"),
        "docs/handbook/01-one.md:1：文件应当以一级标题开始；请把“# 标题 {#标识}”放在正文最前面",
    ),
    (
        "an underlined heading",
        edit("有正式党员3人以上的", "旧式标题\n=====\n\n有正式党员3人以上的"),
        "docs/handbook/01-one.md:9：标题用了下划线写法；请改用 # 写标题",
    ),
    (
        "a heading inside a list",
        edit("有正式党员3人以上的", "- ### 列表里的标题 {#in-list}\n\n有正式党员3人以上的"),
        "docs/handbook/01-one.md:9：标题“列表里的标题”写在了列表、引用或表格里；"
        "标题应当单独成行，前后空一行",
    ),
    (
        "a clause without text",
        edit("有正式党员3人以上的，应当成立党支部。\n\n", ""),
        "docs/handbook/01-one.md:7：条“应建必建”没有正文；请写出要求，或删除该标题",
    ),
    (
        "a clause without a self-check line",
        edit("**自查：** 查党员名册。\n\n", ""),
        "docs/handbook/01-one.md:7：条“应建必建”没有自查行；请在最后另起一段写“**自查：** …”",
    ),
    (
        "a self-check line in the middle",
        edit("**自查：** 查党员名册。", "**自查：** 查党员名册。\n\n又一段。"),
        "docs/handbook/01-one.md:11：自查行不是“应建必建”的最后一段；请把它移到条的末尾",
    ),
    (
        "raw HTML",
        edit("应当成立党支部", "应当<b>成立</b>党支部"),
        "docs/handbook/01-one.md:9：正文里有 HTML 标签“<b>”，不会生效；"
        "请改用 Markdown 写法；要写尖括号请用 \\<",
    ),
    (
        "a link that runs a script",
        edit("应当成立党支部", "应当[成立](javascript:alert)党支部"),
        "docs/handbook/01-one.md:9：链接“javascript:alert”的协议不允许；"
        "只能用 http、https、mailto 或相对地址",
    ),
    (
        "a footnote without text",
        edit("应当成立党支部。", "应当成立党支部[^1]。"),
        "docs/handbook/01-one.md:9：脚注 [^1] 没有内容；请写一行“[^1]: …”",
    ),
    (
        "a hidden control character",
        edit("应当成立党支部", "应当\u202e成立党支部"),
        "docs/handbook/01-one.md:9：含有不可见的控制字符 U+202E；请删除该字符",
    ),
    (
        "a file in GBK",
        {ONE: CHAPTER.encode("gbk")},
        "docs/handbook/01-one.md:1：文件不是 UTF-8 编码，看起来是 GBK/GB 18030；请另存为 UTF-8",
    ),
    (
        "a file in UTF-16",
        {ONE: CHAPTER.encode("utf-16")},
        "docs/handbook/01-one.md:1：文件不是 UTF-8 编码，看起来是 UTF-16；请另存为 UTF-8",
    ),
    (
        "an empty file",
        {"docs/handbook/02-two.md": ""},
        "docs/handbook/02-two.md:1：文件没有内容；请写入内容或者删除文件",
    ),
    (
        "a file named otherwise",
        {"docs/handbook/two.md": "# 二 {#two}\n"},
        "docs/handbook/two.md:1：文件名“two.md”不合规定；请改为 NN-slug.md",
    ),
    (
        "an unknown front-matter key",
        {"docs/bulletins/2018-01.md": BULLETIN.replace("issue: 1", "issue: 1\nisue: 1")},
        "docs/bulletins/2018-01.md:3：文件头里不认识“isue”；这里可以写：issue、published、affirmed",
    ),
    (
        "a missing front-matter key",
        {"docs/bulletins/2018-01.md": BULLETIN.replace('affirmed: "2018"\n', "")},
        "docs/bulletins/2018-01.md:1：文件头缺少“affirmed”；"
        '请补上 affirmed: 版次，如 "2018"（加引号）',
    ),
    (
        "a date that is none",
        {"docs/bulletins/2018-01.md": BULLETIN.replace("2018-06-15", "2018年6月")},
        "docs/bulletins/2018-01.md:3：“published”的值“2018年6月”不对；应当是日期 YYYY-MM-DD",
    ),
    (
        "front matter that is no YAML",
        {"docs/bulletins/2018-01.md": BULLETIN.replace("issue: 1", "issue: [1")},
        "docs/bulletins/2018-01.md:3：文件头（front matter）写法有误：",
    ),
    (
        "two bulletins of one issue",
        {"docs/bulletins/2018-01.md": BULLETIN, "docs/bulletins/2018-02.md": BULLETIN},
        "docs/bulletins/2018-02.md:2：第1期与 docs/bulletins/2018-01.md 的期号重复；"
        "每期一个期号，请改正",
    ),
]


@pytest.mark.parametrize(("files", "line"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_each_mistake_has_its_line(
    tree: Tree,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str | bytes | None],
    line: str,
) -> None:
    root = tree(files)
    assert main(["-C", str(root), "--lang", "zh", "check"]) == 1
    assert any(row.startswith(line) for row in capsys.readouterr().out.splitlines())
    assert main(["-C", str(root), "--lang", "zh", "build"]) == 2
    err = capsys.readouterr().err
    assert line in err and "Traceback" not in err
    assert not (root / "site").exists()


def test_a_link_out_of_the_tree_is_not_followed(
    tree: Tree, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("# 秘密 {#secret}\n", encoding="utf-8")
    try:
        (root / "docs/handbook/02-two.md").symlink_to(secret)
    except OSError:
        pytest.skip("this system lets us make no symlinks")
    assert main(["-C", str(root), "check"]) == 1
    assert "02-two.md:1" in capsys.readouterr().out


def test_all_problems_come_at_once(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    text = CHAPTER.replace("{#joint}", "{#Joint}").replace("[][set-up]", "[][nowhere]")
    root = tree({ONE: text, "docs/bulletins/2018-01.md": BULLETIN.replace("issue: 1", "issue: x")})
    assert main(["-C", str(root), "check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"id-malformed", "reference-unknown", "front-matter-value"} <= {f["rule"] for f in found}
    for finding in found:
        assert set(finding) == {
            "rule", "severity", "file", "line", "column", "message", "hint",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (MKDOCS.replace("notice:", "notise:"), "mkdocs.yml:7：handbook 插件没有“notise”这个选项"),
        (
            MKDOCS.replace("require_check: true", "require_check: 也许"),
            "mkdocs.yml:9：选项 require_check 的值“也许”不对；应当是true / false",
        ),
        (MKDOCS + "nav: [", "mkdocs.yml:10：mkdocs.yml 的 YAML 写法有误"),
    ],
)
def test_settings_are_checked(
    tree: Tree, capsys: pytest.CaptureFixture[str], settings: str, line: str
) -> None:
    root = tree({"mkdocs.yml": settings})
    assert main(["-C", str(root), "--lang", "zh", "check"]) == 2
    assert line in capsys.readouterr().err


def test_a_folder_that_is_no_handbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "--lang", "en", "build"]) == 2
    assert "is not a handbook: it has no mkdocs.yml" in capsys.readouterr().err


def test_an_unknown_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--lang", "zh", "publish"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("命令写法有误：")


def test_the_sample_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parent.parent
    assert main(["-C", str(root), "check"]) == 0
