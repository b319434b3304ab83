"""Floor 2: what is kept, and in which form.

In clear, in the database: identifiers (random), accounts (name, role, argon2 hash), session token digests, the
state, kind, language and times of encounters, the state, setting and times of stays, error classes and hints,
document names with size and SHA-256, signatures, the audit trail. In clear, in the workflow's own database: encounter
ids and states. Everything that holds a patient's word (recording, transcript, context, drafts, edits, reasons,
reports, codes of stays, file names) is a blob, encrypted under its encounter's or stay's key.
"""
