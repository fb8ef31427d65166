"""The words of a bundle: what its records cannot show, and how to check it without this program."""

from auditor.limits_statement import STATEMENT

LIMITS = f"""# What this bundle shows, and what it does not

{STATEMENT["en"]}

{STATEMENT["zh_CN"]}
"""

SAMPLE = """
**SAMPLE — 示例.** All of this is from an invented sample phone: no evidence about anybody.
本包内容全部来自虚构的示例手机,不构成针对任何人的证据。
"""

VERIFY = """# How to check this bundle without the program that made it

You need `sha256sum` (on macOS: `shasum -a 256`). In this folder:

1. `sha256sum -c manifest.json.sha256` — the manifest is the one that was sealed.
2. `sha256sum -c files.sha256` — every other file is as it was sealed.
3. `find . -type f | sort` — there is no file that neither list names, but for those of point 4.
4. Where there is a `manifest.json.sig`, the manifest was signed:
   `openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json \
-sigfile manifest.json.sig`
   The key says who signed only if you know from elsewhere whose it is.
5. Where there is a `manifest.json.tsr`, an authority confirmed when the manifest existed:
   `openssl ts -verify -data manifest.json -in manifest.json.tsr -CAfile AUTHORITY.pem`

A person who changes a file can make both lists anew. Only a SHA-256 of `manifest.json` that was
written down elsewhere, the signature or the time stamp rules that out.

## What stands where

* `raw/` — the lines of the phone's own answers that tell of the chosen app. A line that was left
  out is empty, so that numbers stay those of the whole file; `redaction.jsonl` names each
  stretch and why. The SHA-256 of the whole file is in `manifest.json` as `source_sha256`: whoever
  holds it can be asked for it.
* `captures/` — when, from what and with which command each of these files was read.
* `derived/` — what the program reads from them; each row names its raw file and line.
* `derived/findings.json` — what rules found; `from_these_files` is what this bundle alone gives.
* `rules/` — the rules as they were asked: their queries, thresholds, clauses and words.
* `command_log.jsonl` — every command that was run on the phone, also those without a file here.
* `custody.jsonl` — what was done with the records. Each entry holds the SHA-256 of the one before.
* `limits.md` — what all this cannot show.

## 不用本程序如何核对

在本文件夹中依次运行第 1、2 步的命令核对清单和全部文件,再用第 3 步确认没有多出的文件;\
如有签名或时间戳,用第 4、5 步核对。被略去的行在 `raw/` 中为空行,行号与原文件一致,\
原文件的 SHA-256 见 `manifest.json` 的 `source_sha256`。
"""
