"""Make the project's `.venv` and keep it as `requirements.lock` says.

What build.py and test.py share. Standard library only, and no syntax newer than Python 3.6, so
that an old Python gets as far as the line that says which one is needed.
"""

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
HANDBOOK = BIN / ("handbook.exe" if os.name == "nt" else "handbook")
LOCK = ROOT / "requirements.lock"
LOG_NAME = ".cache/setup.log"
LOG = ROOT / LOG_NAME
STAMP = VENV / "handbook-setup.json"  # written last: a venv without it is half made

# The lock is one file, and valid as a whole. A build installs only what stands above this line:
# the tests' part is as big again (250 MB), and not to be had everywhere the handbook can be built.
TESTS_BELOW = "# == tests =="


def _english() -> bool:
    """Tell whether the reader's locale is English; Chinese is the handbook's own language."""
    try:
        "中".encode(getattr(sys.stderr, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return True
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].startswith("en")
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 9)
    return False


def say(chinese: str, english: str) -> None:
    """Print one line for the reader, in the reader's language."""
    print(english if _english() else chinese, file=sys.stderr, flush=True)


if sys.version_info < (3, 11):  # noqa: UP036 - the very Pythons that this line is for
    _running = ".".join(map(str, sys.version_info[:3]))
    say(
        f"需要 Python 3.11 或更高版本，当前是 {_running}（{sys.executable}）。",
        f"Python 3.11 or newer is needed; this is {_running} ({sys.executable}).",
    )
    raise SystemExit(2)

from collections.abc import Callable, Iterator  # noqa: E402 - not before the line above


class SetupError(Exception):
    """What the user must mend first: one line in Chinese, the same in English."""


def guard(job: Callable[[], int]) -> NoReturn:
    """Do a script's job and exit with its status; what goes wrong is one line, no traceback."""
    try:
        status = job()
    except SetupError as error:
        say(*error.args)
        status = 2
    except OSError as error:
        say(f"无法准备运行环境：{error}", f"Cannot set up the environment: {error}")
        status = 2
    except KeyboardInterrupt:
        say("已中断；再次运行即可继续。", "Interrupted; run it again to go on.")
        status = 130
    sys.exit(status)


def prepare(*, tests: bool) -> None:
    """Bring `.venv` to what the lock and pyproject.toml say; at once if it is there already."""
    want = _wanted(tests)
    if not _lacking(want):
        return
    with _alone() as lock_file:
        lacking = _lacking(want)  # again: another run may have mended it while this one waited
        if lacking:
            have = {} if lacking & {"python", "place", "build"} else _stamp()
            STAMP.unlink(missing_ok=True)
            if not have:
                _make_venv(lock_file)
            if not have or "tests" in lacking:
                _install_locked(lock_file, tests)
            if not have or "project" in lacking:
                _install_project(lock_file)
            done = STAMP.with_suffix(".new")
            done.write_text(json.dumps({**have, **want}, indent=1), encoding="utf-8")
            done.replace(STAMP)


def environment(**more: str) -> dict[str, str]:
    """Give the environment for a program of the venv: the venv's programs come first."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path, **more}
    env.pop("PYTHONHOME", None)
    return env


def run(*command: str, **more: str) -> int:
    """Run a command at the project's root, with `more` in its environment; return its status."""
    sys.stdout.flush()
    with subprocess.Popen(command, cwd=ROOT, env=environment(**more)) as process:
        while True:
            try:
                status = process.wait()
            except KeyboardInterrupt:  # it was told as well, and tidies up by itself
                continue
            return status if status >= 0 else 128 - status


def become(*command: str, **more: str) -> int:
    """Do as `run`, as the script's last act: on POSIX the command takes the script's place."""
    if os.name != "nt":  # there, exec returns to the shell before the command has ended
        sys.stdout.flush()
        os.chdir(ROOT)
        os.execve(command[0], command, environment(**more))
    return run(*command, **more)


def _locked() -> tuple[str, str]:
    build, _, tests = LOCK.read_text(encoding="utf-8").partition(f"\n{TESTS_BELOW}\n")
    return build, tests


def _wanted(tests: bool) -> dict[str, str]:
    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    build_part, tests_part = _locked()
    want = {
        "python": sys.version,
        "place": str(VENV),  # a venv cannot be moved
        "build": digest(build_part),
        "project": digest((ROOT / "pyproject.toml").read_text(encoding="utf-8")),
    }
    return {**want, "tests": digest(tests_part)} if tests else want


def _stamp() -> dict[str, str]:
    try:
        have = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return have if isinstance(have, dict) and PYTHON.exists() else {}


def _lacking(want: dict[str, str]) -> set[str]:
    have = _stamp()
    return {part for part in want if have.get(part) != want[part]}


@contextlib.contextmanager
def _alone() -> Iterator[int]:
    """Let one run at a time change `.venv`.

    On POSIX pip inherits the lock: if only the script is killed, the next run still waits for the
    pip that it left behind.
    """
    LOG.parent.mkdir(exist_ok=True)
    waiting = ("另一个进程正在准备 .venv，等待中……", "Another run is setting up .venv; waiting ...")
    with (LOG.parent / "setup.lock").open("w") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # gives up after 10 s
                    break
                except OSError:
                    say(*waiting)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(*waiting)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _make_venv(lock_file: int) -> None:
    try:
        import ensurepip
        import venv

        ensurepip.version()
        del venv
    except (ImportError, AttributeError, OSError):
        package = "python{}.{}-venv".format(*sys.version_info)
        raise SetupError(
            f"这个 Python 缺少 venv/ensurepip，请先安装，例如 Debian/Ubuntu：apt install {package}",
            "This Python lacks venv/ensurepip; install it first, "
            f"on Debian/Ubuntu: apt install {package}",
        ) from None
    say("正在创建 .venv ……", "Making .venv ...")
    # Cleared: pip killed half-way can leave a package that looks installed and is not whole.
    # From the Python beneath, in case this script itself is run by the .venv to be cleared.
    python = getattr(sys, "_base_executable", None) or sys.executable
    status, log = _logged([python, "-I", "-m", "venv", "--clear", str(VENV)], lock_file)
    if status:
        raise SetupError(
            f"创建 .venv 失败：{_last(log)}（详见 {LOG_NAME}）",
            f"Making .venv failed: {_last(log)} (all of it in {LOG_NAME})",
        )


def _install_locked(lock_file: int, tests: bool) -> None:
    file = LOCK
    if not tests:
        file = VENV / "build.lock"
        file.write_text(_locked()[0], encoding="utf-8")
    total = len(re.findall(r"^[\w.-]+==", file.read_text(encoding="utf-8"), re.MULTILINE))
    say(
        f"正在安装 {total} 个依赖（首次需下载，约一两分钟）……",
        f"Installing {total} dependencies (downloads the first time; a minute or two) ...",
    )
    # Wheels only: no compiler is needed, and no unpinned build tool comes in by a side door.
    # Not compiled: Python does that for the few modules that it really imports.
    _pip(lock_file, "--require-hashes", "--only-binary=:all:", "--no-compile", "-r", str(file))


def _install_project(lock_file: int) -> None:
    # setuptools is in the lock, so that this asks the network for nothing.
    _pip(lock_file, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))


def _pip(lock_file: int, *arguments: str) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command = [str(PYTHON), "-I", "-m", "pip", "install", *options, *arguments]
    status, log = _logged(command, lock_file)
    if status:
        raise SetupError(*_why(log))


def _why(log: str) -> tuple[str, str]:
    """Say in one line why pip failed."""
    where = (f"（详见 {LOG_NAME}）", f" (all of it in {LOG_NAME})")
    missing = re.search(r"No matching distribution found for (\S+)", log)
    fetched = re.search(r"^ *(Downloading|Using cached|Processing) ", log, re.MULTILINE)
    offline = re.search(r"Retrying \(|Connection|ProxyError|timed out|SSLError", log)
    if "Errno 28" in log:
        why = ("磁盘空间不足", "the disk is full")
    elif "DO NOT MATCH THE HASHES" in log:
        why = (
            "下载的文件与 requirements.lock 中的 sha256 不符，已拒绝安装",
            "a downloaded file does not have the sha256 of requirements.lock and was refused",
        )
    elif offline or (missing and not fetched):
        why = (
            "连不上软件包索引；请检查网络或代理，或用 PIP_INDEX_URL 指定镜像，然后重新运行",
            "the package index cannot be reached; check the network or proxy, "
            "or name a mirror in PIP_INDEX_URL, and run this again",
        )
    elif missing:
        why = (
            f"索引中没有适合本机（{sys.platform}，Python {sys.version.split()[0]}）的 {missing[1]}",
            f"the index has no {missing[1]} for this machine "
            f"({sys.platform}, Python {sys.version.split()[0]})",
        )
    else:
        why = (_last(log), _last(log))
    return f"安装依赖失败：{why[0]}{where[0]}", f"Installing failed: {why[1]}{where[1]}"


def _last(log: str) -> str:
    """Pick the line of a log that says most: the last error, else the last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"ERROR: |[\w.]*(Error|Exception): ", line)]
    return (errors or lines or ["?"])[-1]


def _logged(command: list[str], lock_file: int) -> tuple[int, str]:
    """Run a command that changes `.venv`; its output goes to the log, a count to a terminal."""
    drop = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES", "PYTHONHOME"}
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env.update(PIP_USER="0", PYTHONIOENCODING="utf-8")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if os.name == "nt" else (lock_file,),
    )
    lines, count = [], 0
    with process, LOG.open("w", encoding="utf-8") as log:
        for line in process.stdout or ():
            lines.append(line)
            log.write(line)
            if line.startswith("Collecting ") and sys.stderr.isatty():
                count += 1
                print(f"\r\x1b[K{count} {line.split()[1]}", end="", file=sys.stderr, flush=True)
    if count:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return process.returncode, "".join(lines)
