"""Whether the same thing was said in the same way: whose it is, present or absent, how sure, when, which side, why."""
