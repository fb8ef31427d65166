"""A small rule file for tests, and rules made of pieces of it."""

from pathlib import Path

from auditor.findings.records import Rule
from auditor.findings.rule_files import read_rules

RULE = """\
id = "X01"
version = 1
base = "high"
needs = ["accesses"]
sql = '''
SELECT device_id, uid, package, op, data_type, 'high' AS severity, NULL AS fired, event_id,
  time_ms, precision_ms, more AS count, NULL AS capture_id, NULL AS raw_file, NULL AS line
FROM accesses WHERE is_background = 1 AND time_ms > :soon
'''

[title]
en = "Title"
zh_CN = "标题"
[sentence]
en = "{app} used {object} {times}, {on_days}."
zh_CN = "{app}使用{object}{times}，{on_days}。"
[explanation]
en = "Why."
zh_CN = "原因。"
[shows]
en = "What."
zh_CN = "内容。"
[caveat]
en = "What not."
zh_CN = "局限。"
[[threshold]]
name = "soon"
value = 3
unit = "accesses"
source = "H"
[[reference]]
id = "164-1.2"
jurisdiction = "CN"
tag = "V"
"""


def write_rule(folder: Path, old: str = "", new: str = "", name: str = "X01.toml") -> Path:
    """Write the rule into a folder, changed in one place."""
    assert old in RULE
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(RULE.replace(old, new, 1) if old else RULE, encoding="utf-8", newline="")
    return path


def rule(folder: Path, old: str = "", new: str = "") -> Rule:
    """Give the rule, changed in one place."""
    return read_rules(write_rule(folder, old, new).parent)[0]
