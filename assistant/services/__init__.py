"""Floor 3: the use cases. Every call names its actor, and asks the policy table of ``domain/encounter.py``."""
