"""Our retriever for LangChain: questions in, `Document`s out, best first."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, SkipValidation

from corpus.protocols import Filters, Hit, Query, Retriever


class RostrumRetriever(BaseRetriever):
    """A LangChain retriever over the record: `RostrumRetriever(retriever=…).invoke("Who spoke of ferries?")`.

    `page_content` is the passage as it stands in the record; metadata are document, version, utterance, speakers
    (names, most relevant first), section, start, end, score. [] means that nothing was found; CouldNotLook is raised
    as it is.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: SkipValidation[Retriever]
    filters: Filters = Filters()
    limit: int = Field(default=10, ge=1)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.retriever.search(Query(query, self.filters, self.limit))
        return [Document(page_content=h.passage.text, metadata=_metadata(h)) for h in hits]


def _metadata(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": passage.document,
        "version": passage.version,
        "utterance": passage.utterance,
        "speakers": [s.name for s in passage.speakers],
        "section": passage.section,
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
    }
