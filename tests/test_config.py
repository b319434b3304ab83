"""Settings: where each comes from, and what is said of a bad one."""

import pytest

from assistant.config import load_settings
from assistant.errors import ConfigError


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "assistant.toml"
    monkeypatch.setenv("ASSISTANT_CONFIG", str(path))
    return path


def test_what_is_given_counts_before_the_environment_and_that_before_the_file(file, monkeypatch):
    file.write_text('locale = "en"\nmax_upload_mb = 7\nmax_audio_hours = 1.5\negress = false\n', encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_MAX_UPLOAD_MB", "8")
    monkeypatch.setenv("assistant_max_audio_hours", "2")
    monkeypatch.setenv("ASSISTANT_SOMETHING_ELSE", "is nobody's")
    settings = load_settings(max_audio_hours=2.5)
    assert (settings.locale, settings.max_upload_mb, settings.max_audio_hours, settings.egress) == ("en", 8, 2.5, False)


def test_no_file_is_no_error(file):
    assert load_settings(locale="fr").locale == "fr"


@pytest.mark.parametrize(
    ("content", "said"),
    [('locale = "de"', "locale"), ("unknown = 1", "unknown"), ("max_upload_mb = 0", "max_upload_mb")],
)
def test_a_value_that_is_not_usable_is_named(file, content, said):
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings()
    assert said in refused.value.message and str(file) in refused.value.hint


@pytest.mark.parametrize("content", [b"locale = ", b"locale = '\xff'"])
def test_a_file_that_cannot_be_read_is_named(file, content):
    file.write_bytes(content)
    with pytest.raises(ConfigError) as refused:
        load_settings()
    assert "settings file" in refused.value.message and refused.value.hint == str(file)
