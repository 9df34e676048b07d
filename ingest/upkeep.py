"""What keeps a data folder sound: finishing what was killed, making the indexes anew, forgetting documents.

New index folders are written beside the old one and switched to in one transaction. An old folder that still lies
there is the sign that clearing away is not finished: freed pages of the record are cleared first, then the folder goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from corpus.protocols import Embedder
from corpus.store import RecordStore
from ingest.indexes import Batch, Indexes, new_folder, old_folders, open_indexes, remove_old
from ingest.lock import exclusive
from ingest.passages import index_signature, indexed_text
from ingest.report import QUIET, Hooks
from ingest.staging import passages_with_words
from retriever.slack import clear_slack

GRACE_S = 120.0  # longer than any question may take (30 s): until then an old version may still be read


def _nothing(_: str) -> None:
    return None


def recover(store: RecordStore, indexes: Indexes, grace_s: float = GRACE_S) -> None:
    """Undoes what a killed run staged but never published, and purges versions that no question can still hold."""
    clear_away(store)
    leftover = [*store.unpublished(), *store.retired(before=time.time() - grace_s)]
    if leftover:
        indexes.delete(store.passages_of(leftover))
        store.drop(leftover)


def clear_away(store: RecordStore) -> None:
    """Ends what a forget or reindex began: no freed page holds a forgotten word, and one index folder is left."""
    if old_folders(store):
        store.compact()
        remove_old(store)


def reindex(store: RecordStore, embedder: Embedder, *, hooks: Hooks = QUIET) -> int:
    """Makes both indexes anew from the record, and gives the number of passages. The old ones serve until the end."""
    with exclusive(store, hooks):
        clear_away(store)
        store.drop(store.unpublished())
        folder, name = new_folder(store)
        indexes = Indexes(folder, embedder, create=True)
        try:
            count = _index_again(store, indexes, embedder, hooks)
            hooks.step("indexed")
        finally:
            indexes.close()
        store.set_index(name, index_signature(embedder))
        hooks.step("switched")
        remove_old(store)
    return count


def forget(
    store: RecordStore,
    document_id: str,
    embedder: Embedder,
    *,
    on_forget: Callable[[str], None] = _nothing,
    hooks: Hooks = QUIET,
) -> None:
    """Removes a document everywhere: afterwards no byte string of it is left in the data folder.

    `on_forget` is called with the id for what else holds its words, while the record still knows them. The indexes are
    copied without it; vectors of the others are kept. Raises UnknownName.
    """
    store.view().document(document_id)  # raises before anything is touched
    with exclusive(store, hooks):
        clear_away(store)
        indexes = open_indexes(store, embedder)
        try:
            forget_all(store, [document_id], indexes, embedder, on_forget=on_forget, hooks=hooks)
        finally:
            indexes.close()


def forget_all(
    store: RecordStore,
    document_ids: Sequence[str],
    old: Indexes,
    embedder: Embedder,
    *,
    on_forget: Callable[[str], None] = _nothing,
    hooks: Hooks = QUIET,
) -> None:
    """Removes documents everywhere, for who holds the lock; `old` are the current indexes, of no use afterwards.

    `on_forget` is called first: where it fails, or the run is killed, the record still knows what is to be forgotten.
    """
    folder, name = new_folder(store)
    indexes = Indexes(folder, embedder, create=True)
    try:
        _copy(store, set(document_ids), old, indexes, embedder)
        hooks.step("copied")
    finally:
        indexes.close()
    clear_slack(folder)
    for document_id in document_ids:
        on_forget(document_id)
    store.forget(*document_ids, index=name)
    hooks.step("forgotten")
    old.close()
    clear_away(store)


def _index_again(store: RecordStore, indexes: Indexes, embedder: Embedder, hooks: Hooks) -> int:
    """Cuts every current version anew and indexes its passages; gives their number."""
    batch, count = Batch(embedder, hooks), 0
    versions = store.current_versions()
    for done, version in enumerate(versions):
        hooks.progress("documents", done, len(versions))
        document, _ = store.whole(version)
        passages = passages_with_words(document)
        texts = [indexed_text(p) for p in passages]
        batch.add(store.recut(version, passages, texts), texts, {})
        count += len(texts)
        if batch.full:
            batch.write(indexes)
    batch.write(indexes)
    hooks.progress("documents", len(versions), len(versions))
    return count


def _copy(store: RecordStore, without: set[str], old: Indexes, new: Indexes, embedder: Embedder) -> None:
    batch = Batch(embedder)
    for version in store.current_versions():
        document, staged = store.whole(version)
        if document.id in without:
            continue
        texts = [indexed_text(p) for p in passages_with_words(document)]
        vectors = old.dense.vectors(staged.numbers)
        known = {t: vectors[n] for t, n in zip(texts, staged.numbers, strict=True) if n in vectors}
        batch.add(staged, texts, known, old.tokens.rows_of(texts) if old.tokens else None)
        if batch.full:
            batch.write(new)
    batch.write(new)
