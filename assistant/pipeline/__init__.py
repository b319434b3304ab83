"""Floor 2: from a transcript to a checked, coded draft. Pure functions over domain types."""
