"""The application over real stores and the real workflow; only the engines are replaced, by a written consultation."""

import shutil
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import stay_tools
from assistant.config import Settings
from assistant.domain.draft import Sentence
from assistant.domain.encounter import AccountRole
from assistant.domain.finding import NoteCheck
from assistant.domain.proposal import Proposal, Proposals, Writing
from assistant.errors import EngineFailed, EngineMissing
from assistant.exports.contract import check_item
from assistant.services import workflow
from assistant.services.accounts import create_account
from assistant.services.workbench import Workbench
from assistant.storage.blobs import EncryptedFiles
from assistant.storage.database import Database
from assistant.storage.keys import KeyRing, installation_key
from assistant.web.app import create_app
from tests.exports.sample import check, sample

PASSWORD = "une phrase assez longue"
PASTED = (
    "Médecin : Bonjour, qu'est-ce qui vous amène ?\nPatiente : J'ai mal à la gorge depuis trois jours, et de la fièvre."
)


def process(transcript, context, kind):
    """The written consultation, whatever was said; a text about failing fails."""
    if any("échoue" in turn.text for turn in transcript.turns):
        raise EngineFailed("The drafter went wrong.", "Try again.")
    return sample()


def no_transcriber(language):
    raise EngineMissing("There is no speech engine for French.", "Import a speech model.")


def judge(note, transcript, context):
    return check_item("", transcript.language, NoteCheck(()))


def bench(folder):
    keys = KeyRing(folder / "keys", installation_key(folder / "installation.key"))
    return Workbench(
        database=Database(f"sqlite:///{folder / 'assistant.db'}"),
        blobs=EncryptedFiles(folder / "blobs", keys),
        clock=lambda: datetime.now(UTC),
        process=process,
        transcriber_for=no_transcriber,
        recheck=lambda draft, transcript, context, passages: check(draft),
        coding=lambda: stay_tools(Settings()),
    )


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory):
    """A data folder as it is after the first start, to be copied: making one takes a second."""
    folder = tmp_path_factory.mktemp("empty")
    made = bench(folder)
    workflow.launch(made, f"sqlite:///{folder / 'workflow.db'}")
    workflow.shutdown()
    made.database.close()
    return folder


@pytest.fixture(scope="session")
def staffed_folder(empty_folder, tmp_path_factory):
    """The same with an account a role, named after it."""
    folder = shutil.copytree(empty_folder, tmp_path_factory.mktemp("staffed") / "data")
    made = bench(folder)
    boss = create_account(made, None, "administrator", PASSWORD, AccountRole.ADMINISTRATOR)
    for role in (AccountRole.CLINICIAN, AccountRole.CODER, AccountRole.SECRETARY):
        create_account(made, boss, role, PASSWORD, role, f"Dr {role.title()}")
    made.database.close()
    return folder


@pytest.fixture
def staff():
    """Asks for a data folder with accounts."""


@pytest.fixture
def folder(request, tmp_path):
    name = "staffed_folder" if "staff" in request.fixturenames else "empty_folder"
    return shutil.copytree(request.getfixturevalue(name), tmp_path / "data")


class SlowModel:
    """A language model that writes a first try, and answers when it is let, with one wording for the first sentence of
    the history."""

    def __init__(self):
        self.let = threading.Event()
        self.writing = threading.Event()

    def __call__(self, consultation, kind, audience):
        for words in ("Mère diabétique,", "Mère diabétique, tante <b>asthmatique"):
            audience.writes(Writing("history", words))
        self.writing.set()
        assert self.let.wait(60)
        old = next(s for s in consultation.checked.draft.sections if s.key == "history").sentences[0]
        new = Sentence("history-p1-1", "Mère diabétique.", old.evidence)
        return Proposals("scripted", (Proposal("history-p1", "history", (new,), (old.id,)),))


@pytest.fixture
def model():
    made = SlowModel()
    yield made
    made.let.set()


@pytest.fixture
def work(request, folder):
    made = bench(folder)
    if "model" in request.fixturenames:
        made = replace(made, propose=request.getfixturevalue("model"))
    yield made
    made.database.close()


@pytest.fixture
def app(work, folder):
    url = f"sqlite:///{folder / 'workflow.db'}"
    return create_app(
        work,
        check=judge,
        launch=lambda: workflow.launch(work, url),
        shutdown=workflow.shutdown,
        upload_limit_bytes=100_000,
    )


@dataclass
class Browser:
    """What a person does: pages, and forms with the token that the page carries."""

    client: TestClient

    def get(self, path):
        return self.client.get(path)

    def post(self, path, files=None, **fields):
        token = self.client.get("/login").text.split('name="csrf" content="')[1].split('"')[0]
        return self.client.post(path, data={"csrf": token, **fields}, files=files)

    def log_in(self, username):
        answer = self.post("/login", username=username, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        return self


@pytest.fixture
def client(app):
    with TestClient(app) as made:
        yield made


@pytest.fixture
def browser(client):
    return Browser(client)


@pytest.fixture
def clinician(browser, staff):
    return browser.log_in("clinician")


@pytest.fixture
def drafted(clinician):
    """An encounter with a draft; its address."""
    answer = clinician.post("/encounters", kind="consultation", consent="yes", pasted=PASTED, name="Claire Perrin")
    address = answer.url.path
    workflow.wait(address.rsplit("/", 1)[1])
    return address


@pytest.fixture
def reviewed(clinician, drafted):
    """An encounter in review; its address."""
    assert clinician.post(f"{drafted}/open-review").status_code == 200
    return drafted


@pytest.fixture
def address(app, staff):
    """The application, served; its address."""
    import uvicorn

    started = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            started.set()

    server = Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert started.wait(30)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)
