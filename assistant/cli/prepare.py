"""``assistant prepare``: make the indexes that are otherwise made at first use. ``make setup`` calls it."""

from assistant.config import load_settings


def prepare() -> None:
    """Make the search indexes now instead of at first use."""
    from assistant.bootstrap import prepare as make_indexes

    make_indexes(load_settings())
