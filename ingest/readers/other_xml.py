"""XML that no reader knows: refused by the name of its root, with the dialects that are read."""

from __future__ import annotations

from corpus.errors import UnreadableDocument
from ingest.readers.raw import RawFile
from ingest.readers.xml_tree import local, parsed
from ingest.reading import Reading

_READ = "TEI (ParlaMint, Parla-CLARIN), Akoma Ntoso debates and the Canadian Hansard are read"


class OtherXml:
    endings = (".xml",)

    def fits(self, file: RawFile) -> bool:
        return file.ends(*self.endings) or file.data[:8].lstrip(b"\xef\xbb\xbf").startswith(b"<?xml")

    def read(self, file: RawFile) -> Reading:
        """Always raises UnreadableDocument: where the file is broken says where, else which dialects are read."""
        root = local(parsed(file))[:60]
        raise UnreadableDocument(file.name, f"is XML of a dialect that is not known (<{root}>); {_READ}")
