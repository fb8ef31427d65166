"""Who an app is: label, icon, version, installers, signer, read from its file on the phone.

`identify` reads over ADB into a case, `identities` and `icon_png` say what a case knows.
"""

from auditor.identity.identify import IdentifyReport, identify
from auditor.identity.keeping import icon_png, icons, identities
from auditor.identity.records import (
    ApkFile,
    Identity,
    IdentityKey,
    Label,
    LabelSource,
    SignerCheck,
    label_in,
)

__all__ = [
    "ApkFile",
    "IdentifyReport",
    "Identity",
    "IdentityKey",
    "Label",
    "LabelSource",
    "SignerCheck",
    "icon_png",
    "icons",
    "identify",
    "identities",
    "label_in",
]
