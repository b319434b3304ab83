"""A process of its own that works in a data folder: ``python -m tests.services.worker FOLDER ENCOUNTER…``.

It prints ``drafting`` when the first draft begins and waits in it for a line on its standard input.
"""

import sys
from pathlib import Path

from assistant.domain.encounter import AccountRole, Actor
from assistant.services import workflow
from tests.services.fake_bench import fake_process, open_workbench


def waiting_process(*args):
    print("drafting", flush=True)
    sys.stdin.readline()
    return fake_process(*args)


def main(folder: Path, encounter_ids: list[str]) -> None:
    work = open_workbench(folder, process=waiting_process)
    actor = Actor("worker", "worker", AccountRole.CLINICIAN)
    workflow.launch(work, f"sqlite:///{folder / 'workflow.db'}")
    for encounter_id in encounter_ids:
        workflow.start(work, actor, encounter_id)
    for encounter_id in encounter_ids:
        print(workflow.wait(encounter_id), flush=True)
    workflow.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
