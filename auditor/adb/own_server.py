"""An ADB server of our own as a child process: started anew when it dies, ended when we end."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

_END_S = 3.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 30.0  # before it is started anew
_STEADY_S = 60.0  # who lived so long is started anew without a longer pause


class OwnServer:
    """Runs an adb program as a server at `where`, a socket's address as adb writes it.

    `socket` is the file of a Unix socket there. `env` is the whole environment. What the program
    says goes to `log`. OSError when it cannot be started at all.
    """

    def __init__(
        self, adb: Path, where: str, env: Mapping[str, str], log: Path, socket: Path | None = None
    ) -> None:
        self._adb, self._where, self._env = adb, where, dict(env)
        self._log, self._socket = log, socket
        self._lock = threading.Lock()  # held while the process is another one
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes]
        self._guard: threading.Thread | None = None

    def start(self) -> None:
        """Start it. OSError."""
        self._process = self._start()

    def close(self) -> None:
        """End it, and wait until it has ended."""
        with self._lock:
            self._ending.set()
            _end(self._process)
        if self._guard is not None:
            self._guard.join()

    @property
    def has_ended(self) -> bool:
        """Whether the process is over."""
        return self._process.poll() is not None

    def keep(self) -> None:
        """From now on start it anew whenever it ends by itself, as when somebody kills it."""
        self._guard = threading.Thread(target=self._watch, name="adb server", daemon=True)
        self._guard.start()

    def _watch(self) -> None:
        pause_s, began_s = _FIRST_PAUSE_S, time.monotonic()
        while True:
            self._process.wait()
            if time.monotonic() - began_s >= _STEADY_S:
                pause_s = _FIRST_PAUSE_S
            if self._ending.wait(pause_s):
                return
            pause_s, began_s = min(pause_s * 2, _LONGEST_PAUSE_S), time.monotonic()
            with self._lock:
                if self._ending.is_set():
                    return
                try:
                    self._process = self._start()
                except OSError:
                    continue  # the program is gone for now; it may be an update of it

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._socket is not None:
            self._socket.unlink(missing_ok=True)  # a killed server leaves it
        with self._log.open("ab") as log:
            return subprocess.Popen(
                # "nodaemon" keeps the server our child, so that its process id is known.
                [str(self._adb), "-L", self._where, "nodaemon", "server"],
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C in a terminal must reach us, not the server we are still reading from.
                start_new_session=sys.platform != "win32",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
