"""The workflow files of each forge, run line by line in a scratch repository with a remote.

Only what installs or uploads is left out or stands in: `pip`, `curl`, `gh`, and steps that are
another's actions. Git, the remote and `handbook` are real.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.cli import main
from handbook.errata import erratum_text
from handbook.review.formats.markdown import MARK
from handbook.scaffold import WORKFLOWS, workflow_files
from handbook.scaffold.files import INSTALL
from tests.conftest import ROOT
from tests.test_review import incorporated

pytestmark = pytest.mark.skipif(
    not shutil.which("bash") or not shutil.which("git"), reason="needs bash and git"
)
OWN_INSTALL = "python3 scripts/build.py --help > /dev/null"
"""How this repository's own workflows come by the program."""
CLAUSE = "docs/handbook/01-organization.md"
OLD, NEW = "有正式党员3人以上的，应当", "有正式党员5人以上的，应当"
STAND_IN = """#!{python}
import json, pathlib, sys
name = pathlib.Path(sys.argv[0]).name
log = pathlib.Path({log!r})
files = {{a: pathlib.Path(a.partition("@")[2]).read_text(encoding="utf-8")
         for a in sys.argv[1:] if "@review/" in a}}
with log.open("a", encoding="utf-8") as out:
    out.write(json.dumps({{"name": name, "arguments": sys.argv[1:], "files": files}}) + "\\n")
answer = log.with_name("answer")
if name == "curl" and "-X" not in sys.argv:
    print(answer.read_text(encoding="utf-8") if answer.exists() else "[]")
"""


SHIM = """#!/bin/sh
# A build takes its time, and all of them here are of one small handbook: the first is real.
if [ "$1" = build ] && [ -d "{built}" ]; then exec cp -R "{built}" site; fi
"{python}" -m handbook "$@" || exit $?
if [ "$1" = build ]; then cp -R site "{built}"; fi
"""


@dataclasses.dataclass(frozen=True)
class Step:
    """A piece of a workflow that a runner hands to a shell."""

    name: str
    script: str
    env: Mapping[str, str] = dataclasses.field(default_factory=dict)
    may_fail: bool = False


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a job."""

    status: int
    output: str
    folder: Path
    calls: list[dict[str, Any]]
    """What the stand-ins were called with."""

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def load(forge: str, path: str) -> Any:
    # YAML 1.1 takes the key `on` for true.
    return yaml.safe_load(workflow_files([forge])[path])


def steps(forge: str, job: str) -> Iterator[Step]:
    """The scripts of a job in order, what installs left out."""
    files = WORKFLOWS[forge].values()
    if forge in ("github", "gitea"):
        [path] = files
        for step in load(forge, path)["jobs"][job]["steps"]:
            if "run" in step and step["name"] != "install":
                env = {key: str(value) for key, value in step.get("env", {}).items()}
                yield Step(step["name"], step["run"], env, step.get("continue-on-error", False))
    elif forge == "gitlab":
        data = load(forge, ".gitlab-ci.yml")
        assert data["default"]["before_script"] == [INSTALL + "\n"]
        name = "pages" if job == "publish" else job
        yield Step(name, "\n".join(data[name]["script"]))
    else:
        path = {"check": "PRPipeline", "publish": "MasterPipeline", "errata": "ErrataPipeline"}[job]
        [stage] = load(forge, f".workflow/{path}.yml")["stages"]
        lines = [line for line in stage["steps"][0]["commands"] if "pip install" not in line]
        yield Step(job, "\n".join(lines))


class Forge:
    """A scratch repository, its remote, and a runner for one forge's jobs."""

    def __init__(self, root: Path, name: str, built: Path) -> None:
        self.root, self.name, self.built = root, name, built
        self.remote = root / "gitee.com" / "o" / "r.git"  # so that its address reads as one
        self.log = root / "calls.jsonl"
        self.work = root / "work"
        (root / "home").mkdir()
        (root / "bin").mkdir()
        for tool in ("curl", "gh"):
            script = STAND_IN.format(python=sys.executable, log=str(self.log))
            (root / "bin" / tool).write_text(script, encoding="utf-8")
            (root / "bin" / tool).chmod(0o755)
        rewrite = "\n".join(
            f'[url "{self.remote}"]\n\tinsteadOf = https://{who}:secret@{host}/o/r.git'
            for who, host in (("handbook", "gitlab.example"), ("oauth2", "gitee.com"))
        )
        (root / "home" / ".gitconfig").write_text(
            f"[user]\n\tname = 示例\n\temail = sample@localhost\n{rewrite}\n", encoding="utf-8"
        )
        self.remote.mkdir(parents=True)
        self.git(self.remote, "init", "-q", "--bare", "-b", "main")
        self.git(self.remote, "config", "receive.advertisePushOptions", "true")
        hook = self.remote / "hooks" / "pre-receive"
        hook.write_text(f"#!/bin/sh\nenv | grep 'GIT_PUSH_OPTION_[0-9]' > {root}/options || true\n")
        hook.chmod(0o755)
        assert main(["new", str(self.work), "--forge", name]) == 0
        self.git(self.work, "init", "-q", "-b", "main")
        self.git(self.work, "remote", "add", "origin", str(self.remote))
        self.commit("new")

    @property
    def environment(self) -> dict[str, str]:
        path = f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}"
        home = str(self.root / "home")
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("GIT", "CI", "HANDBOOK"))}
        return {**keep, "PATH": path, "HOME": home, "LC_ALL": "C.UTF-8"}

    def git(self, folder: Path, *arguments: str) -> str:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(
            command, env=self.environment, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    def commit(self, message: str) -> None:
        self.git(self.work, "add", "-A")
        self.git(self.work, "commit", "-q", "-m", message)
        self.git(self.work, "push", "-q", "origin", "HEAD")

    def change(self) -> None:
        path = self.work / CLAUSE
        text = path.read_text(encoding="utf-8")
        assert text.count(OLD) == 1
        path.write_text(text.replace(OLD, NEW), encoding="utf-8", newline="\n")

    def declare(self, accepted_only: bool = False) -> None:
        made = incorporated("set-up-where-due", OLD, NEW)
        edition = str(datetime.date.today().year)
        history = (*made.history[:2], dataclasses.replace(made.history[2], edition=edition))
        made = dataclasses.replace(made, history=history[: 2 if accepted_only else 3])
        path = self.work / made.path
        path.write_text(erratum_text(made), encoding="utf-8", newline="\n")

    def branch(self) -> None:
        self.git(self.work, "switch", "-q", "-c", "work")

    def run(self, job: str, number: int = 7, **more: str) -> Outcome:
        """Check out what the forge would, and run the job's scripts as its runner does."""
        folder = self.root / f"{job}-{number}"
        self.log.unlink(missing_ok=True)
        self.git(self.root, "clone", "-q", str(self.remote), str(folder))
        if job == "check" and self.name in ("github", "gitea"):
            self.git(folder, "switch", "-q", "--detach", "origin/main")
            self.git(folder, "merge", "-q", "--no-ff", "--no-edit", "origin/work")
        elif job == "check":
            self.git(folder, "switch", "-q", "--detach", "origin/work")
        shim = folder / ".venv" / "bin" / "handbook"
        shim.parent.mkdir(parents=True)
        shim.write_text(SHIM.format(python=sys.executable, built=self.built))
        shim.chmod(0o755)
        summary = folder / ".git" / "summary.md"
        env = {**self.environment, **self.variables(number, summary)}
        output, status = "", 0
        for step in steps(self.name, job):
            own = {key: EXPRESSIONS.get(value, value) for key, value in step.env.items()}
            assert not any("${{" in value for value in own.values()), own
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", step.script],
                cwd=folder,
                env={**env, **own, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            output += done.stdout
            if done.returncode and not step.may_fail:
                status = done.returncode
                break
        rows = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return Outcome(status, output, folder, [json.loads(row) for row in rows])

    def variables(self, number: int, summary: Path) -> dict[str, str]:
        """What the forge's runner sets."""
        return {
            "github": {
                "GITHUB_BASE_REF": "main", "GITHUB_REF_NAME": "main", "GITHUB_RUN_ID": str(number),
                "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_REPOSITORY": "o/r",
            },
            "gitea": {
                "GITHUB_BASE_REF": "main", "GITHUB_REF_NAME": "main", "GITHUB_RUN_ID": str(number),
                "GITHUB_API_URL": "https://gitea.example/api/v1", "GITHUB_REPOSITORY": "o/r",
                "GITHUB_SERVER_URL": "https://gitea.example",
            },
            "gitlab": {
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_DEFAULT_BRANCH": "main",
                "CI_PIPELINE_ID": str(number), "CI_SERVER_HOST": "gitlab.example",
                "CI_PROJECT_PATH": "o/r", "CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_IID": "5",
                "CI_API_V4_URL": "https://gitlab.example/api/v4", "HANDBOOK_TOKEN": "secret",
            },
            "gitee": {
                "GITEE_BRANCH": "main", "GITEE_PULL_ID": "5", "HANDBOOK_TOKEN": "secret",
                "GITEE_PIPELINE_BUILD_NUMBER": str(number),
            },
        }[self.name]  # fmt: skip

    def branches(self) -> list[str]:
        return self.git(self.remote, "branch", "--format=%(refname:short)").split()


EXPRESSIONS = {
    "${{ github.token }}": "secret",
    "${{ secrets.GITHUB_TOKEN }}": "secret",
    "${{ github.event.pull_request.number }}": "5",
    "${{ vars.HANDBOOK_PUBLISH_DIR }}": "",
}
FORGES = ("github", "gitea", "gitlab", "gitee")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first build leaves its site for the others."""
    return tmp_path_factory.mktemp("built") / "site"


@pytest.fixture(params=FORGES)
def forge(request: pytest.FixtureRequest, tmp_path: Path, built: Path) -> Forge:
    return Forge(tmp_path, request.param, built)


# The files themselves


@pytest.mark.parametrize("name", FORGES)
def test_no_text_of_a_request_is_pasted_into_a_script(name: str) -> None:
    for job in ("check", "publish", "errata"):
        for step in steps(name, job):
            assert "${{" not in step.script, step.name
    for text in workflow_files([name]).values():
        assert not re.search(r"@[a-z]+@", text)
        assert "pull_request_target" not in text


def test_actions_ask_for_no_more_than_they_need() -> None:
    data = load("github", ".github/workflows/handbook.yml")
    assert data[True] == {
        "pull_request": None, "push": {"branches": ["main"]}, "workflow_dispatch": None,
    }  # fmt: skip
    assert data["permissions"] == {"contents": "read"}
    permissions = {name: job.get("permissions") for name, job in data["jobs"].items()}
    assert permissions == {
        "check": None,
        "publish": {"contents": "read", "pages": "write", "id-token": "write"},
        "errata": {"contents": "write", "pull-requests": "write"},
    }
    for name in ("github", "gitea"):
        for job in load(name, f".{name}/workflows/handbook.yml")["jobs"].values():
            uses = [step["uses"] for step in job["steps"] if "uses" in step]
            assert uses and all(re.fullmatch(r"actions/[a-z-]+@v\d+", use) for use in uses)


def test_gitlab_and_gitee_files_have_the_form_their_forges_document() -> None:
    data = load("gitlab", ".gitlab-ci.yml")
    jobs = {k: v for k, v in data.items() if k not in ("stages", "default", "variables")}
    assert set(jobs) == {"check", "pages", "errata"}
    assert all(job["stage"] in data["stages"] and job["script"] for job in jobs.values())
    assert jobs["check"]["artifacts"]["reports"] == {"codequality": "review/codequality.json"}
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert jobs["errata"]["rules"][0]["when"] == "manual"
    for path in WORKFLOWS["gitee"].values():
        data = load("gitee", path)
        assert data["version"] == "1.0" and set(data["triggers"]) & {"pr", "push", "trigger"}
        for stage in data["stages"]:
            for step in stage["steps"]:
                assert re.fullmatch(r"(build@python|publish@general_artifacts)", step["step"])


def test_this_repository_has_the_same_files(tmp_path: Path) -> None:
    for path, text in workflow_files(FORGES, OWN_INSTALL).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, (
            f"handbook new . --workflows --install '{OWN_INSTALL}'"
        )


# A pull request


def test_a_request_without_its_erratum_fails_and_says_where(forge: Forge) -> None:
    forge.branch()
    forge.change()
    forge.commit("change")
    done = forge.run("check")
    assert done.status == 1
    place = f"{CLAUSE}:11"
    redline = done.read("review/redline.md")
    assert redline.startswith(MARK) and place in redline
    assert "<del>3</del><ins>5</ins>" in redline
    if forge.name == "github":
        row = rf"^::error file={CLAUSE},line=11,endLine=11,title=uncovered-changed::[^\n]+$"
        assert re.search(row, done.output, re.MULTILINE)
        assert done.read(".git/summary.md") == redline
        assert json.loads(done.read("review/check.sarif"))["version"] == "2.1.0"
    else:
        assert f"{place}：“应建必建”由“3”改成“5”" in done.output
    if forge.name == "gitlab":
        [row] = json.loads(done.read("review/codequality.json"))
        assert row["location"] == {"path": CLAUSE, "lines": {"begin": 11}}
    check_comment(forge.name, done, redline)


def check_comment(name: str, done: Outcome, redline: str) -> None:
    """The comment, as each forge's API takes it."""
    if name == "github":
        assert done.calls == []  # annotations and summary are enough
        return
    call = done.calls[-1]
    [sent] = call["files"].values()
    arguments = call["arguments"]
    assert call["name"] == "curl" and arguments[arguments.index("-X") + 1] == "POST"
    if name == "gitea":
        assert arguments[-1] == "https://gitea.example/api/v1/repos/o/r/issues/5/comments"
        assert "Authorization: token secret" in arguments
        assert json.loads(sent) == {"body": redline}
    elif name == "gitlab":
        notes = "https://gitlab.example/api/v4/projects/1/merge_requests/5/notes"
        assert arguments[-1] == notes and "PRIVATE-TOKEN: secret" in arguments
        assert sent == redline
    else:
        assert arguments[-1] == "https://gitee.com/api/v5/repos/o/r/pulls/5/comments"
        assert "access_token=secret" in arguments and sent == redline


@pytest.mark.parametrize("forge", ["github", "gitlab"], indirect=True)
def test_a_request_with_its_erratum_passes_and_shows_the_redline(forge: Forge) -> None:
    forge.branch()
    forge.change()
    forge.declare()
    forge.commit("change")
    done = forge.run("check")
    assert done.status == 0, done.output
    redline = done.read("review/redline.md")
    assert "**没有发现问题**" in redline and "依据 <code>2018-001</code>" in redline
    assert done.folder.joinpath("site/index.html").is_file()
    if forge.name == "gitlab":
        assert json.loads(done.read("review/codequality.json")) == []


def test_a_comment_takes_the_place_of_the_last_one(tmp_path: Path, built: Path) -> None:
    forge = Forge(tmp_path, "gitea", built)
    forge.branch()
    forge.change()
    forge.commit("change")
    comments = [{"id": 3, "body": "看过了"}, {"id": 4, "body": f"{MARK}\n旧的"}]
    (tmp_path / "answer").write_text(json.dumps(comments), encoding="utf-8")
    call = forge.run("check").calls[-1]
    assert call["arguments"][call["arguments"].index("-X") + 1] == "PATCH"
    assert call["arguments"][-1].endswith("/repos/o/r/issues/comments/4")


# After the merge


def test_what_is_merged_is_built_and_published(forge: Forge) -> None:
    target = forge.root / "intranet" / "handbook"
    target.mkdir(parents=True)
    (target / "old.html").write_text("old")
    done = forge.run("publish", HANDBOOK_PUBLISH_DIR=str(target))
    assert done.status == 0, done.output
    if forge.name == "gitlab":
        assert done.folder.joinpath("public/index.html").is_file()
    if forge.name != "github":  # which has Pages
        assert (target / "index.html").is_file() and not (target / "old.html").exists()
        assert [path.name for path in target.parent.iterdir()] == ["handbook"]
    else:
        assert done.folder.joinpath("site/index.html").is_file()


# By hand


def test_the_button_applies_accepted_errata_and_opens_a_request(forge: Forge) -> None:
    forge.declare(accepted_only=True)
    forge.commit("accept")
    done = forge.run("errata", 77)
    assert done.status == 0, done.output
    assert forge.branches() == ["errata/77", "main"]
    assert NEW in forge.git(forge.remote, "show", f"errata/77:{CLAUSE}")
    erratum = forge.git(forge.remote, "show", "errata/77:docs/errata/2018-001.md")
    assert "state: incorporated" in erratum
    changed = forge.git(forge.remote, "diff", "--name-only", "main", "errata/77").split()
    assert changed == ["docs/errata/2018-001.md", CLAUSE]
    check_request(forge, done)
    if forge.name == "github":  # it is a request as any other, and passes
        forge.git(forge.remote, "branch", "work", "errata/77")
        assert forge.run("check").status == 0


def check_request(forge: Forge, done: Outcome) -> None:
    """The call that opens the request, as each forge takes it."""
    if forge.name == "gitlab":
        options = (forge.root / "options").read_text(encoding="utf-8")
        sent = [row.partition("=")[2] for row in sorted(options.splitlines())]
        assert sent == [
            "merge_request.create", "merge_request.target=main",
            "merge_request.title=并入已采纳的勘误",
        ]  # fmt: skip
        return
    redline = done.read("review/redline.md")
    assert "<del>3</del><ins>5</ins>" in redline
    [call] = done.calls
    arguments = call["arguments"]
    if forge.name == "github":
        assert (call["name"], arguments) == ("gh", [
            "pr", "create", "--base", "main", "--head", "errata/77",
            "--title", "并入已采纳的勘误", "--body-file", "review/redline.md",
        ])  # fmt: skip
    elif forge.name == "gitea":
        assert arguments[-1] == "https://gitea.example/api/v1/repos/o/r/pulls"
        [sent] = call["files"].values()
        assert json.loads(sent) == {
            "base": "main", "head": "errata/77", "title": "并入已采纳的勘误", "body": redline,
        }  # fmt: skip
    else:
        assert arguments[-1] == "https://gitee.com/api/v5/repos/o/r/pulls"
        assert {"base=main", "head=errata/77", "title=并入已采纳的勘误"} <= set(arguments)
        assert list(call["files"].values()) == [redline]


@pytest.mark.parametrize("forge", ["github", "gitee"], indirect=True)
def test_the_button_does_nothing_where_nothing_waits(forge: Forge) -> None:
    done = forge.run("errata", 78)
    assert done.status == 0, done.output
    assert "没有已采纳而未并入的勘误" in done.output
    assert forge.branches() == ["main"] and done.calls == []


def test_a_request_that_cannot_be_opened_leaves_a_link(tmp_path: Path, built: Path) -> None:
    forge = Forge(tmp_path, "github", built)
    forge.declare(accepted_only=True)
    forge.commit("accept")
    (tmp_path / "bin" / "gh").write_text("#!/bin/sh\nexit 1\n")
    done = forge.run("errata", 77)
    assert done.status == 0
    link = "https://github.example/o/r/compare/main...errata/77?expand=1"
    assert link in done.output and forge.branches() == ["errata/77", "main"]
