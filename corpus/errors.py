"""Every error that our code raises, as one tree.

RostrumError
├── BadInput                 something given to us is not usable; the message names it and the remedy
│   ├── UnreadableDocument   a file that cannot be read as proceedings (path, reason)
│   ├── BadRegister          a speakers.yaml that cannot be used
│   ├── BadSideFile          a NAME.meta.yaml that cannot be used
│   ├── BadCorrections       a corrections.yaml that cannot be used, or a correction that would change nothing
│   ├── BadQuestion          a question that is empty or too long
│   ├── UnknownName          a document, speaker or event that the record does not hold
│   └── AmbiguousName        a name that fits several; `candidates` holds them
├── CouldNotLook             the record or an index could not be searched: never to be read as "nothing said"
│   ├── IndexOutOfDate       made by another model or rule: `rostrum reindex`
│   ├── CorruptIndex         an index that does not open or disagrees with the record: `rostrum reindex`
│   └── ModelUnavailable     the embedding model is missing or is not the one expected
├── StoreError               the data folder cannot be used
│   ├── NewerData            written by a newer version of Rostrum
│   ├── DataFolderBusy       another ingest holds the folder
│   └── DiskFull             no room left; nothing was published
└── BadSettings              a ROSTRUM_* setting that cannot be used
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Person


class RostrumError(Exception):
    """The message is one or two sentences for a person: what is wrong, with its name, and what to do."""


class BadInput(RostrumError):
    pass


class UnreadableDocument(BadInput):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class BadRegister(BadInput):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


class BadSideFile(BadInput):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


class BadCorrections(BadInput):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


class BadQuestion(BadInput):
    pass


class UnknownName(BadInput):
    def __init__(self, what: str, name: str, near: Sequence[Person] = ()) -> None:
        meant = ", ".join(f"{p.name} ({p.id})" for p in near)
        super().__init__(f"No {what} called {name!r} is in the record." + (f" Did you mean {meant}?" if meant else ""))
        self.what = what
        self.name = name


class AmbiguousName(BadInput):
    def __init__(self, what: str, name: str, candidates: Sequence[Person]) -> None:
        listed = ", ".join(f"{c.name} ({c.id})" for c in candidates)
        super().__init__(f"{name!r} could be more than one {what}: {listed}. Give the id.")
        self.candidates = tuple(candidates)


class CouldNotLook(RostrumError):
    pass


class IndexOutOfDate(CouldNotLook):
    def __init__(self, reason: str) -> None:
        super().__init__(f"The index was made differently ({reason}). Run `rostrum reindex`.")


class CorruptIndex(CouldNotLook):
    def __init__(self, reason: str) -> None:
        super().__init__(f"The index cannot be used ({reason}). Run `rostrum reindex`.")


class ModelUnavailable(CouldNotLook):
    pass


class StoreError(RostrumError):
    pass


class NewerData(StoreError):
    def __init__(self, folder: str, found: int, known: int) -> None:
        super().__init__(
            f"{folder} was written by a newer Rostrum (schema {found}; this one knows {known}). "
            "Upgrade Rostrum, or name another folder with --data."
        )


class DataFolderBusy(StoreError):
    def __init__(self, folder: str) -> None:
        super().__init__(f"Another ingest is writing to {folder}. Wait until it has finished, then run this again.")


class DiskFull(StoreError):
    def __init__(self, folder: str) -> None:
        super().__init__(
            f"No space is left on the disk of {folder}; nothing was published. Free some, then run this again."
        )


class BadSettings(RostrumError):
    pass
