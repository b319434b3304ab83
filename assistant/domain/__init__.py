"""Floor 0: frozen types and the rules that hold between them. Standard library and pydantic only."""
