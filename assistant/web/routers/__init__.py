"""One module a part of the address space."""
