"""Set the project up: ``python3 scripts/setup.py [default|test|check|eval|hub|full]``; standard library only.

Makes ``.venv`` from ``requirements/`` with the versions of ``constraints.txt``. llama.cpp is compiled once, without
instructions that only the building machine has (a native build crashes on virtual machines that announce AMX), and
its wheel is cached by version, flags and Python. A second call finds its stamp and ends at once.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CMAKE_ARGS = "-DGGML_NATIVE=OFF"
GROUPS: dict[str, list[str]] = {
    "default": ["default"],
    "test": ["default", "test"],
    "check": ["default", "test", "check"],
    "eval": ["default", "eval"],
    "hub": ["default", "hub"],
    "full": ["default", "test", "check", "hub", "full"],
}
SYSTEM_COMMANDS = {"gcc": "gcc", "g++": "g++", "make": "make"}
FULL_COMMANDS = {"chromium": "chromium", "espeak-ng": "espeak-ng"}


def say(text: str) -> None:
    """Progress, on stderr."""
    print(f"[setup] {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """End with a plain message."""
    say(text)
    raise SystemExit(1)


def check_system() -> None:
    """What the system must provide. Ends with the packages to install where something is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever runs this may have any Python
        stop(f"Python 3.11 or newer is needed, this is {platform.python_version()}. Install: python3.11-venv")
    missing = [package for command, package in SYSTEM_COMMANDS.items() if not shutil.which(command)]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        missing.append("python3-venv")
    if missing:
        stop(f"This machine lacks: {', '.join(missing)}. Install: apt-get install {' '.join(missing)}")


def pinned(name: str) -> str:
    """The version of a package in constraints.txt."""
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        package, _, version = line.partition("==")
        if package.lower().replace("_", "-") == name:
            return version.strip()
    raise SystemExit(f"[setup] constraints.txt does not pin {name}")


def stamp_of(group: str) -> str:
    """What an installed group depends on, as one digest."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}{CMAKE_ARGS}".encode())
    for path in (ROOT / "constraints.txt", ROOT / "pyproject.toml", requirements(group)):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def requirements(group: str) -> Path:
    """The list of a group; ``hub`` is torch alone."""
    return ROOT / "requirements" / f"{group}.txt"


def pip(*arguments: str) -> None:
    """Run pip quietly in the venv; its output is shown only where it fails."""
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [str(PYTHON), "-m", "pip", *arguments]
    done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
        stop(f"pip {arguments[0]} failed (above). Check the network and the package index, then run the command again.")


def wheel_folder() -> Path:
    """Where the compiled llama.cpp is kept, one folder a version, flags, Python and machine."""
    cache = Path(os.environ.get("ASSISTANT_BUILD_CACHE", Path.home() / ".cache" / "assistant-build"))
    key = f"{pinned('llama-cpp-python')}|{CMAKE_ARGS}|{platform.machine()}|{platform.libc_ver()}"
    return cache / f"llama-cpp-python-{pinned('llama-cpp-python')}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def build_llama() -> Path:
    """The folder that holds the wheel of llama-cpp-python, compiled if it is not there yet."""
    folder = wheel_folder()
    if list(folder.glob("*.whl")):
        return folder
    building = folder.with_name(folder.name + f".{os.getpid()}")
    building.mkdir(parents=True)
    say("compiling llama.cpp: once, about 4 minutes on 2 cores")
    # Without pip's own cache, which knows a wheel by its version alone: one built with other flags would be taken.
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "wheel",
        "-v",
        "--no-cache-dir",
        "--no-deps",
        "--no-binary",
        "llama-cpp-python",
    ]
    command += ["-w", str(building), f"llama-cpp-python=={pinned('llama-cpp-python')}"]
    log = building / "build.log"
    environment = os.environ | {"CMAKE_ARGS": CMAKE_ARGS}
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        watch(process, log)
    if process.returncode:
        print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
        stop("llama.cpp did not compile (above). A C and a C++ compiler and about 2 GB of memory are needed.")
    log.unlink()
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)
    return folder


def watch(process: subprocess.Popen[bytes], log: Path) -> None:
    """Show how far the compiler is, every ten seconds, until it ends."""
    started = time.monotonic()
    while True:
        try:
            process.wait(timeout=10)
            return
        except subprocess.TimeoutExpired:
            steps = re.findall(r"\[(\d+)/(\d+)\]|\[ *(\d+)%\]", log.read_text(errors="replace"))
            done = ""
            if steps:
                step, total, percent = steps[-1]
                done = f"{percent}%" if percent else f"{100 * int(step) // int(total)}%"
            say(f"compiling llama.cpp: {done or 'preparing'} ({time.monotonic() - started:.0f} s)")


def install(group: str) -> None:
    """Install one group into the venv, unless its stamp says it is there."""
    stamp = VENV / f".assistant-{group}"
    if stamp.exists() and stamp.read_text() == stamp_of(group):
        return
    say(f"installing: {group}")
    constraints = ("-c", str(ROOT / "constraints.txt"))
    if group == "default":
        # Bytecode is made for what is used, when it is first used: a fifth less on disk.
        quiet = ("install", "--no-deps", "--no-compile", *constraints)
        pip(*quiet, "--find-links", str(build_llama()), "-r", str(requirements(group)))
        pip("install", "--no-deps", "-e", str(ROOT))
        prepare()
    elif group == "hub":
        pip("install", *constraints, f"torch=={pinned('torch')}")
    else:
        pip("install", "--no-deps", *constraints, "-r", str(requirements(group)))
    stamp.write_text(stamp_of(group))


def prepare() -> None:
    """Make the search indexes over codes and guidelines, so that the first consultation does not wait for them."""
    say("making the search indexes")
    done = subprocess.run([str(VENV / "bin" / "assistant"), "prepare"])
    if done.returncode:
        stop("the search indexes could not be made (above)")


def install_system_packages() -> None:
    """Chromium and espeak-ng for the full tests, through apt-get where this account may."""
    missing = [package for command, package in FULL_COMMANDS.items() if not shutil.which(command)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop(f"The full tests need: {', '.join(missing)}. Install: apt-get install {' '.join(missing)}")
    say(f"apt-get install {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        done = subprocess.run(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL)
        if done.returncode:
            stop(f"apt-get {arguments[0]} failed. Install by hand: apt-get install {' '.join(missing)}")


def report_size() -> None:
    """Say what the installation takes on disk."""
    files = [path.lstat().st_blocks * 512 for path in VENV.rglob("*") if not path.is_symlink()]
    say(f"ready: {VENV.name} takes {sum(files) / 1e9:.2f} GB")


def main(group: str) -> None:
    """Bring the installation to the group asked for."""
    if group not in GROUPS:
        stop(f"unknown group {group!r}: one of {', '.join(GROUPS)}")
    fresh = not all(
        (VENV / f".assistant-{name}").exists() and (VENV / f".assistant-{name}").read_text() == stamp_of(name)
        for name in GROUPS[group]
    )
    if fresh:
        check_system()
        if not PYTHON.exists():
            subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        for name in GROUPS[group]:
            install(name)
        report_size()
    if group == "full":
        install_system_packages()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "default")
