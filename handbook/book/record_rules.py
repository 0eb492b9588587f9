"""The rules on a record page's forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handbook.book.rules import near_id
from handbook.problems import Problem, problem
from handbook.source import Document, scan_headings, scan_references
from handbook.source.forms import Record, read_record


def record_problems(document: Document, known: Collection[str]) -> list[Problem]:
    """What is wrong with the forms of a record page; `known` are the ids that it may cite."""
    record, problems = read_record(document)
    here = {heading.id for heading in scan_headings(document)[0] if heading.id}
    problems += _section_problems(document, record, here)
    for form in record.forms:
        for reference in scan_references(form.note):
            if reference.target not in known:
                near = near_id(reference.target, known)
                problems.append(
                    problem(
                        "reference-unknown",
                        document.path,
                        form.line,
                        id=reference.target,
                        near=near,
                    )
                )
    return problems


def _section_problems(
    document: Document, record: Record, here: Collection[str]
) -> Iterable[Problem]:
    places = [(form.section, form.line) for form in record.forms if form.section]
    places += [(id, document.meta_lines.get("common", 1)) for id in record.common if id]
    for id, line in places:
        if id not in here:
            near = near_id(id, here)
            yield problem("forms-section", document.path, line, id=id, near=near)
