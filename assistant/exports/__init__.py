"""Floor 2: finished reports in the forms that other people and programs read."""
