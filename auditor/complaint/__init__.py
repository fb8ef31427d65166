"""A complaint: what an authority asks for, filled from findings and the person's own file.

`channels/*.toml` say what each authority wants, `compose.py` builds the texts, `own_fields.py`
reads what only the person knows, `documents.py` writes what leaves. docs/complaint.md explains it.
Nothing here is stored in a case, and nothing of the person's own goes into a bundle.
"""
