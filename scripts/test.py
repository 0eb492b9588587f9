"""Check and test everything, from nothing: `python3 scripts/test.py [arguments of pytest]`.

Makes or mends `.venv`, finds or installs a Chromium and the PDF tools, then runs ruff, mypy and
pytest, and stops at the first that fails, with its exit status. Tests find the browser in
`HANDBOOK_CHROMIUM`; set it yourself to use another one. On Windows: `py scripts\\test.py`.
"""

import ctypes
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
from bootstrap import PYTHON, SetupError, say

CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format --check": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
}

# A file of tests stays on one core: its tests share what is dear to make. `-n 0` turns it off.
SHARED_OUT = ("-n", "auto", "--dist", "loadfile")

# How to install a system package, by package manager: first what refreshes its list, then the rest.
MANAGERS = {
    "apt-get": (["update"], ["install", "-y", "--no-install-recommends"]),
    "dnf": (["makecache"], ["install", "-y"]),
    "apk": (["update"], ["add"]),
}

# System package (of one name with all these managers): what shows that it is there.
# The tests that need a missing one skip, and say so.
PACKAGES = {
    "poppler-utils": ("pdftotext", "pdffonts"),
    "qpdf": ("qpdf",),
    "ghostscript": ("gs",),
    "mupdf-tools": ("mutool",),
    "libgs-common": ("/usr/share/color/icc/ghostscript/default_cmyk.icc",),  # a CMYK profile
}

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_APPS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def test() -> int:
    """Set up what the tests need; then check, and test."""
    bootstrap.prepare(tests=True)
    find_library()
    browser = find_browser()
    find_packages()
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        status = bootstrap.run(str(PYTHON), "-m", *command)
        if status:
            return status
    print("== pytest", flush=True)
    found = {"HANDBOOK_CHROMIUM": browser} if browser else {}
    return bootstrap.become(str(PYTHON), "-m", "pytest", *SHARED_OUT, *sys.argv[1:], **found)


def find_library() -> None:
    """Install what Playwright's driver is linked with, and a minimal Linux lacks."""
    if sys.platform.startswith("linux"):
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            any(install(package) for package in ("libatomic1", "libatomic"))


def find_browser() -> str:
    """Find a Chromium, or get one; empty where there is none to be had."""
    given = os.environ.get("HANDBOOK_CHROMIUM", "")
    if given:
        path = shutil.which(given)
        if path:
            return path
        raise SetupError(
            f"HANDBOOK_CHROMIUM 指向的浏览器不存在：{given}",
            f"HANDBOOK_CHROMIUM names a browser that is not there: {given}",
        )
    browser = installed_browser()
    if not browser and install("chromium"):
        browser = installed_browser()
    browser = browser or playwright_browser()
    if not browser and os.environ.get("CI"):  # a CI that quietly tests less is no CI
        raise SetupError(
            "找不到也装不上 Chromium；请先安装它。",
            "There is no Chromium and none can be installed; install one first.",
        )
    if not browser:
        say(
            "没有 Chromium，需要浏览器的测试将被跳过。",
            "There is no Chromium: the tests that need a browser will be skipped.",
        )
    return browser


def installed_browser() -> str:
    """Find a Chromium that works among the system's programs."""
    found = [shutil.which(name) for name in ON_PATH]
    if sys.platform == "darwin":
        found += [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC_APPS]
    if sys.platform == "win32":
        folders = [os.environ.get(name) for name in WINDOWS_FOLDERS]
        found += [str(Path(folder, app)) for app in WINDOWS_APPS for folder in folders if folder]
        found += [shutil.which("msedge")]
    return next((path for path in found if path and works(path)), "")


def works(browser: str) -> bool:
    """Tell whether a browser is more than a name: Ubuntu's is a script that asks for a snap."""
    if not sys.platform.startswith("linux"):  # where --version would open a window
        return Path(browser).is_file()
    try:
        answer = subprocess.run([browser, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"Chrom" in answer.stdout


def playwright_browser() -> str:
    """Give Playwright's own Chromium, downloaded if need be."""
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, encoding="utf-8")
    browser = answer.stdout.strip()
    if browser and not Path(browser).exists():
        say("正在下载 Playwright 的 Chromium ……", "Downloading Playwright's Chromium ...")
        logged(str(PYTHON), "-m", "playwright", "install", "chromium")
    return browser if browser and Path(browser).exists() else ""


def find_packages() -> None:
    """Install the system packages that the tests like to have; say which cannot be had."""

    def missing(package: str) -> bool:
        return not all(shutil.which(name) or Path(name).is_file() for name in PACKAGES[package])

    lacking = [package for package in PACKAGES if missing(package)]
    lacking = [package for package in lacking if not install(package) or missing(package)]
    if lacking:
        names = ", ".join(lacking)
        say(
            f"没有 {names}，需要它们的测试将被跳过。",
            f"Not there: {names}. The tests that need them will be skipped.",
        )


def install(package: str) -> bool:
    """Install a system package where we may; tell whether it went well."""
    manager = package_manager()
    if not manager:
        return False
    say(f"正在安装系统软件包 {package} ……", f"Installing the system package {package} ...")
    return logged(manager, *MANAGERS[manager][1], package)


@functools.cache
def package_manager() -> str:
    """Name the system's package manager, its list refreshed; empty where we may not use it."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return ""
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    if manager:
        logged(manager, *MANAGERS[manager][0])  # if that fails, the old list may still do
    return manager


def logged(*command: str) -> bool:
    """Run an installer, unattended, its words kept for whoever looks into a failure."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log_file = bootstrap.LOG.with_name("packages.log")
    log_file.parent.mkdir(exist_ok=True)
    with log_file.open("ab") as log:
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    return done.returncode == 0


if __name__ == "__main__":
    bootstrap.guard(test)
