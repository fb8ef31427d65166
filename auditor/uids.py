"""How Android numbers apps and users: a uid is its user times PER_USER, plus the app's id.

AOSP: android.os.UserHandle.PER_USER_RANGE, android.os.Process.FIRST_APPLICATION_UID.
"""

PER_USER = 100_000
FIRST_APP_ID = 10_000  # lower ids belong to the system
