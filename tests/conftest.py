"""How the suite runs: by default without Chromium, espeak-ng and torch; with ``--full`` everything, no skip allowed."""

import os

import pytest

# Set before any library is imported: a test never asks the network for a model, and never sends a trace.
os.environ.update({"HF_HUB_OFFLINE": "1", "LANGSMITH_TRACING": "false", "ANONYMIZED_TELEMETRY": "False"})
for name in [name for name in os.environ if name.startswith("ASSISTANT_") and name != "ASSISTANT_EVAL_DATA"]:
    del os.environ[name]
# Where it is set, every command that a test starts would compile the whole product anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run the tests marked full too, and allow no skip")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    for item in items:
        mark = item.get_closest_marker("full")
        if mark is not None:
            reason = mark.kwargs.get("reason") or (mark.args[0] if mark.args else "needs more than the bare machine")
            item.add_marker(pytest.mark.skip(reason=f"{reason}; `make test-full` runs it"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and item.config.getoption("--full") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"no skip is allowed in the full run: {report.longrepr}"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """No test reads or writes the settings, data or caches of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(home / "assistant.toml"))
    return home
