"""Who an app is, read from its file on the phone.

The keys are names, not ids: these tables are not filled from captures, so they stay when
everything else is worked out anew.
"""

_TABLES = """
ALTER TABLE package_facts ADD COLUMN originating_package TEXT;
ALTER TABLE package_facts ADD COLUMN update_owner TEXT;
CREATE TABLE apks (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  locale TEXT NOT NULL,
  read_ms INTEGER NOT NULL,
  tool_version TEXT NOT NULL,
  package TEXT, version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  label TEXT,
  labels TEXT NOT NULL,
  icon BLOB, icon_kind TEXT,
  signer_scheme TEXT, signer_sha256 TEXT, signer_check TEXT,
  past_signers TEXT NOT NULL,
  certificate BLOB,
  troubles TEXT NOT NULL,
  ranges TEXT NOT NULL,
  UNIQUE (device_id, path, size_bytes, modified_ms, locale)
) STRICT;
CREATE TABLE app_files (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  apk_id INTEGER REFERENCES apks,
  trouble TEXT,
  tried_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_files_apk ON app_files (apk_id);
"""

SCRIPTS = (_TABLES,)
