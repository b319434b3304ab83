"""The note as a whole: what it leaves out, and what in it is dangerous whoever said it."""
