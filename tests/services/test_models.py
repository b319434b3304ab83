"""Models: fetched from a local server, resumed, refused, handed over by hand, verified, removed."""

import hashlib
import io
import resource
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.model import CatalogueModel, ModelFile, ModelKind
from assistant.errors import ConfigError, InputError, NotFound, StorageError, StorageFull
from assistant.services import models
from assistant.storage.model_catalogue import load_catalogue
from assistant.storage.model_shelf import ModelShelf
from tests.storage.model_server import serving

CATALOGUE = Path(__file__).parents[2] / "knowledge" / "models" / "catalogue.toml"
BODY = b"GGUF" + bytes(range(256)) * 4000


@pytest.fixture
def server():
    with serving() as files:
        files.content["/small.gguf"] = BODY
        yield files


@pytest.fixture
def shelf(tmp_path):
    return ModelShelf(tmp_path / "models")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def catalogue(server, *, sha256=None, size=None, url=None) -> dict[str, CatalogueModel]:
    digest = sha(BODY) if sha256 is None else sha256
    file = ModelFile("small.gguf", len(BODY) if size is None else size, digest, url or f"{server.address}/small.gguf")
    model = CatalogueModel(
        "small", ModelKind.LLM, "Small", "Apache-2.0", "https://x", ("fr",), 1.0, "r1", False, (file,)
    )
    return {"small": model}


def test_a_model_is_fetched_verified_and_removed(server, shelf):
    seen = []
    folder = models.pull(
        shelf, catalogue(server), "small", egress=True, progress=lambda name, there, size: seen.append((there, size))
    )
    assert (folder / "small.gguf").read_bytes() == BODY
    assert seen[-1] == (len(BODY), len(BODY))
    (checked,) = models.verify(shelf)
    assert checked == models.Verified("small", (), True)
    shelf.remove("small")
    assert shelf.installed() == [] and not folder.exists()
    with pytest.raises(NotFound):
        shelf.remove("small")


def test_a_cut_download_goes_on_where_it_was(server, shelf):
    server.cuts = [400_000, 100_000]
    folder = models.pull(shelf, catalogue(server), "small", egress=True)
    assert (folder / "small.gguf").read_bytes() == BODY
    assert [asked for _, asked in server.asked] == [None, "bytes=400000-", "bytes=500000-"]


def test_a_download_that_keeps_breaking_is_gone_on_with_by_the_next_command(server, shelf):
    server.cuts = [1000] * 5
    with pytest.raises(StorageError, match="could not be downloaded"):
        models.pull(shelf, catalogue(server), "small", egress=True)
    assert shelf.installed() == []
    server.asked.clear()
    folder = models.pull(shelf, catalogue(server), "small", egress=True)
    assert (folder / "small.gguf").read_bytes() == BODY
    assert server.asked == [("/small.gguf", "bytes=5000-")]


def test_a_server_without_ranges_sends_all_of_it_again(server, shelf):
    server.ranges, server.cuts = False, [1000]
    folder = models.pull(shelf, catalogue(server), "small", egress=True)
    assert (folder / "small.gguf").read_bytes() == BODY


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"size": 12}])
def test_another_file_than_the_catalogues_is_not_kept(server, shelf, wrong, tmp_path):
    with pytest.raises(StorageError, match="not the file of the catalogue"):
        models.pull(shelf, catalogue(server, **wrong), "small", egress=True)
    assert shelf.installed() == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_unknown_checksum_is_given_or_recorded_and_never_invented(server, shelf):
    unknown = catalogue(server, sha256="", size=0)
    with pytest.raises(InputError, match="checksum of small.gguf is not known"):
        models.pull(shelf, unknown, "small", egress=True)
    with pytest.raises(StorageError):
        models.pull(shelf, unknown, "small", egress=True, sha256="1" * 64)
    models.pull(shelf, unknown, "small", egress=True, sha256=sha(BODY).upper())
    assert models.verify(shelf)[0].proved
    models.pull(shelf, unknown, "small", egress=True, record=True)
    (checked,) = models.verify(shelf)
    assert not checked.proved and not checked.wrong and shelf.get("small").files[0].sha256 == sha(BODY)


def test_nothing_is_asked_where_egress_is_off_nor_over_plain_http(server, shelf):
    with pytest.raises(ConfigError, match="switched off"):
        models.pull(shelf, catalogue(server), "small", egress=False)
    with pytest.raises(ConfigError, match="https"):
        models.pull(shelf, catalogue(server, url="http://models.example/small.gguf"), "small", egress=True)
    assert server.asked == []


def test_a_missing_file_and_an_unknown_model_are_said_plainly(server, shelf):
    with pytest.raises(StorageError, match="answered 404"):
        models.pull(shelf, catalogue(server, url=f"{server.address}/gone"), "small", egress=True)
    with pytest.raises(NotFound):
        models.pull(shelf, catalogue(server), "large", egress=True)


def test_a_full_disk_is_said_and_what_has_come_is_gone_on_with(server, shelf):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(StorageFull):
            models.pull(shelf, catalogue(server), "small", egress=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    folder = models.pull(shelf, catalogue(server), "small", egress=True)
    assert (folder / "small.gguf").read_bytes() == BODY
    assert server.asked[-1][1] is not None


def test_an_altered_or_missing_file_is_found(server, shelf):
    folder = models.pull(shelf, catalogue(server), "small", egress=True)
    (folder / "small.gguf").write_bytes(BODY[:-1] + b"x")
    assert models.verify(shelf, "small")[0].wrong == ("small.gguf",)
    (folder / "small.gguf").unlink()
    assert models.verify(shelf, "small")[0].wrong == ("small.gguf",)


def whisper(folder: Path) -> Path:
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"weights")
    (folder / "config.json").write_bytes(b"{}")
    return folder


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, entries: dict[str, bytes], link: str = "") -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo("model.bin")
            info.type, info.linkname = tarfile.SYMTYPE, link
            archive.addfile(info)
    return path


def test_a_model_is_handed_over_as_folder_file_zip_and_tar(shelf, tmp_path):
    (tmp_path / "one.gguf").write_bytes(BODY)
    sources = {
        "folder": whisper(tmp_path / "w"),
        "file": tmp_path / "one.gguf",
        "zip": zipped(tmp_path / "m.zip", {"m/model.bin": b"w", "m/config.json": b"{}"}),
        "tar": tarred(tmp_path / "m.tar.gz", {"./m/one.gguf": BODY}),
    }
    for name, source in sources.items():
        models.import_model(shelf, {}, source, name, "MIT")
    kinds = {model.name: model.kind for model in shelf.installed()}
    assert kinds == {"folder": "speech", "file": "llm", "zip": "speech", "tar": "llm"}
    assert not any(checked.wrong or checked.proved for checked in models.verify(shelf))


@pytest.mark.parametrize("name", ["../model.bin", "/etc/model.bin", "m/../../model.bin", "..\\model.bin", "C:\\m.bin"])
def test_an_archive_that_leads_out_of_itself_is_refused(shelf, tmp_path, name):
    for source in (
        zipped(tmp_path / "evil.zip", {"config.json": b"{}", name: b"x"}),
        tarred(tmp_path / "evil.tar.gz", {"config.json": b"{}", name: b"x"}),
    ):
        with pytest.raises(InputError, match="no ordinary file"):
            models.import_model(shelf, {}, source, "evil")
    assert {path.name for path in tmp_path.rglob("*")} == {"evil.zip", "evil.tar.gz", "models"}


def test_links_and_things_that_are_no_model_are_refused(shelf, tmp_path):
    linked = whisper(tmp_path / "linked")
    (linked / "passwd.json").symlink_to("/etc/passwd")
    tar = tarred(tmp_path / "linked.tar.gz", {"config.json": b"{}"}, link="/etc/passwd")
    (tmp_path / "notes.txt").write_text("no model")
    nothing = zipped(tmp_path / "nothing.zip", {"readme.txt": b"x"})
    for source in (linked, tar, tmp_path / "notes.txt", nothing, tmp_path / "absent"):
        with pytest.raises(InputError):
            models.import_model(shelf, {}, source, "evil")
    assert shelf.installed() == []


def test_under_a_name_of_the_catalogue_only_its_files_are_taken(server, shelf, tmp_path):
    (tmp_path / "small.gguf").write_bytes(BODY)
    models.import_model(shelf, catalogue(server), tmp_path / "small.gguf", "small")
    assert shelf.get("small").proved and shelf.get("small").licence == "Apache-2.0"
    (tmp_path / "small.gguf").write_bytes(BODY + b"x")
    with pytest.raises(StorageError):
        models.import_model(shelf, catalogue(server), tmp_path / "small.gguf", "small")
    assert models.verify(shelf, "small")[0].wrong == ()


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b", ".."])
def test_a_models_name_is_no_path(shelf, name):
    with pytest.raises(InputError):
        shelf.remove(name)


def test_the_delivered_catalogue_is_pinned_or_says_that_it_is_not():
    found = load_catalogue(CATALOGUE)
    assert {model.kind for model in found.values()} == set(ModelKind)
    for model in found.values():
        assert model.licence and model.licence_url.startswith("https://") and model.languages
        for file in model.files:
            assert file.url.startswith("https://") and (len(file.sha256) == 64 or file.sha256 == "")
            assert not model.revision or model.revision in file.url
            assert model.gated or file.sha256, "only a gated model may lack its checksum"
    assert all(replace(model).size or model.gated for model in found.values())


def test_a_broken_catalogue_is_said_plainly(tmp_path):
    (tmp_path / "catalogue.toml").write_text("[[models]]\nname = 'x'\n")
    with pytest.raises(ConfigError):
        load_catalogue(tmp_path / "catalogue.toml")
