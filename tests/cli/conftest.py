"""Commands run as a user runs them, in a process of their own, on an installation of their own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "knowledge" / "samples"


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def lines(self):
        """Every line of stdout as JSON: nothing else may be there."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def assistant(tmp_path, own_home):
    """Runs ``assistant …`` and gives its exit status and what it printed."""
    environment = os.environ | {"ASSISTANT_DATA_DIR": str(tmp_path / "data"), "PYTHONUTF8": "1"}

    def run(*arguments, locale="en", **more):
        command = [sys.executable, "-m", "assistant", *map(str, arguments)]
        settings = environment | {"ASSISTANT_LOCALE": locale} | more
        done = subprocess.run(command, env=settings, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run
