"""Floor 2: speech, language, embedding and entailment models, one library a module, each behind its port."""
