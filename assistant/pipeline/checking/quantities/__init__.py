"""Every number of a claim against the numbers that were said: values, doses, rhythms, lengths, dates and times."""
