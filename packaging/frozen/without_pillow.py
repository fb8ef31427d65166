"""Stands in for Pillow, of which adbutils wants two names at its import and this program nothing.

adbutils makes pictures of a phone's screen with it; what this program takes of a screen stays as
the phone gives it. PyInstaller runs this file before the program.
"""

import sys
from types import ModuleType

image = ModuleType("PIL.Image")
image.Image = type("Image", (), {})
pillow = ModuleType("PIL")
pillow.Image = image
pillow.UnidentifiedImageError = type("UnidentifiedImageError", (OSError,), {})
sys.modules.update({"PIL": pillow, "PIL.Image": image})
