"""Findings: what of a case deserves a look, by rules that are data (docs/findings.md).

`rule_files.py` reads rules, `engine.py` asks them of a case, `words.py` says what came of it.
"""
