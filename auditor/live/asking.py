"""Asks a phone in the words that its version knows, with its clock where its times need that."""

from dataclasses import replace

from auditor.adb.stream import Limits
from auditor.capture_facts import knows_no_limit
from auditor.capture_plan import Step, without_limit
from auditor.live.phone import Answer, AskedPhone
from auditor.live.recorder import Recorder

_RELATIVE_BELOW = 28  # before, times are told as a distance from the phone's clock alone


class Asking:
    """Remembers of one phone what it does not know."""

    def __init__(self, phone: AskedPhone) -> None:
        self._phone = phone
        self._takes_limit = True

    def ask(
        self, step: Step, rec: Recorder, api: int | None, limits: Limits | None = None
    ) -> Answer:
        """Ask; once more without -t where dumpsys turns out not to know it. PhoneGone, Cancelled.

        What is not known is noted in the capture.
        """
        fallback = without_limit(step.command)
        if fallback is not None and not self._takes_limit:
            step = replace(step, command=fallback)
        is_timed = api is not None and api < _RELATIVE_BELOW and step.command.startswith("appops")
        before = self._phone.date_ms() if is_timed else None
        name = rec.name_of("-".join((step.command, *step.parameters.values())))
        answer = self._phone.ask(step, name, limits)
        if is_timed and answer.raw.exit_code is not None:
            after = self._phone.date_ms(is_latest=True)
            raw = replace(answer.raw, phone_before_ms=before, phone_after_ms=after)
            answer = replace(answer, raw=raw)
        if fallback is not None and self._takes_limit and knows_no_limit(answer.head):
            self._takes_limit = False
            rec.skip(step.command, "unknown_option")
            return self.ask(step, rec, api, limits)
        return answer
