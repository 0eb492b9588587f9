"""The quick reader of simple front matter says what YAML says, or nothing."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.source.plain import FIRST, PLAIN, read_plain

PIECES = st.sampled_from(
    ["provision", "history", "on", "null", ": ", ":", "示例单位 04", "甲，乙", "next", "yes", "12",
     "2018-10-08", "2018-13-40", '"甲 乙"', '"', "'", "[甲, 乙]", "[", "]", "{", "}", ", ", ",",
     "  - {state: reported, date: 2018-10-08, by: [示例单位 04, 示例单位 31]}", "- ", "  ", " ",
     "r-0123abcd", "|-", "甲: 乙", "&a", "*a", "!!str", "%", "@", "~", "1e3", "0x1f", "甲 #乙", "…",
     "\\", " #", "#"]
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from(
        [
            "provision: party-day-frequency",
            "edition: next",
            'edition: "2018"',
            "original: 每季度至少开展一次",
            "corrected:",
            "history:",
            "  - {state: reported, date: 2018-10-08, by: [示例单位 04]}",
            "  - {state: held, date: 2018-10-20, by: [编辑部], why: 与第12条一致}",
        ]
    ),
    st.lists(PIECES, max_size=5).map("".join),
)


@given(st.lists(LINES, max_size=6).map("\n".join))
@settings(max_examples=600, deadline=None)
def test_it_reads_what_yaml_reads(text: str) -> None:
    plain = read_plain(text)
    if plain is None:
        return
    assert yaml.safe_load(text) == plain.data
    lines: dict[str, int] = {}

    def walk(node: yaml.Node, prefix: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = f"{prefix}.{key.value}" if prefix else key.value
                assert name not in lines
                lines[name] = key.start_mark.line + FIRST
                walk(value, name)
        elif isinstance(node, yaml.SequenceNode):
            for place, value in enumerate(node.value, 1):
                lines[f"{prefix}[{place}]"] = value.start_mark.line + FIRST
                walk(value, f"{prefix}[{place}]")

    walk(yaml.compose(text, Loader=yaml.SafeLoader), "")
    assert dict(plain.lines) == lines


@given(st.from_regex(PLAIN, fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_plain_words_need_no_quotes(word: str) -> None:
    read = yaml.safe_load(f"a: {word}\nb: {{k: {word}, l: [{word}]}}")
    assert read == {"a": word, "b": {"k": word, "l": [word]}}


@pytest.mark.parametrize(
    "text",
    ["", "a: 1\n", "a: 甲\na: 乙\n", "history:\n", "a: |-\n  甲\n", "a: 甲 # 乙\n",
     "a: 2018-13-40\n", "on: 甲\n", "history:\n  - {a: 甲, a: 乙}\n"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_yaml(text: str) -> None:
    assert read_plain(text) is None


def test_an_erratum_is_plain() -> None:
    text = (
        'provision: set-up\nedition: "2018"\nkind: technical\noriginal: 3人以上\n'
        "corrected: 三人以上\nhistory:\n"
        "  - {state: reported, date: 2018-10-08, by: [示例单位 04]}\n"
    )
    plain = read_plain(text)
    assert plain is not None
    assert plain.data == yaml.safe_load(text)
    assert plain.lines["history[1].by"] == 8
