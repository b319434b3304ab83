"""The imported table on the disk."""

import pytest

from assistant.domain.interaction import Interaction, InteractionLevel, InteractionTable, Party
from assistant.errors import NotFound, StorageError
from assistant.storage.interactions import InteractionFile


def table(advice: str) -> InteractionTable:
    row = Interaction(Party("AINS", (), ("M01A",)), Party("x", ("x",)), InteractionLevel.AVOID, advice, "ANSM")
    return InteractionTable((row,), "own.csv", "0" * 64)


def test_kept_replaced_and_removed(tmp_path):
    file = InteractionFile(tmp_path / "data" / "interactions.json")
    assert file.table() is None
    file.keep(table("first"))
    assert file.table().rows == table("first").rows
    assert file.table() is file.table()  # read once
    file.keep(table("second"))
    assert file.table().rows[0].advice == "second"
    file.remove()
    assert file.table() is None
    with pytest.raises(NotFound):
        file.remove()


def test_a_damaged_table_is_an_error_and_not_no_table(tmp_path):
    file = InteractionFile(tmp_path / "interactions.json")
    file.keep(table("first"))
    file.path.write_bytes(file.path.read_bytes()[:-5])
    with pytest.raises(StorageError) as told:
        file.table()
    assert "import" in told.value.hint
