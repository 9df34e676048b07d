"""Documents from web addresses: what is fetched, from where it never is, and within which limits. Loopback only."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import BadInput, UnreadableDocument
from corpus.store import RecordStore
from ingest.fetching import Fetcher, FetchLimits, address_of, is_public
from ingest.pipeline import ingest
from ingest.report import IngestReport
from tests.meetings_fake import EMBEDDER, NoStatements
from tests.test_archives import packed

MEETING = b"Ines Okoro: The ferry needs a new timetable.\n\nTomas Brandt: Two crews are missing.\n"
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server on loopback: what it answers by path, and the requests that it saw."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.seen: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.seen.append((self.path, self.headers["Host"]))
                page = site.pages.get(self.path, (404, {}, b""))
                if callable(page):
                    return page(self)
                status, headers, body = page
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def put(self, path: str, body: bytes, kind: str = "text/plain", **headers: str) -> str:
        self.pages[path] = (200, {"Content-Type": kind, **headers}, body)
        return self.url(path)

    def lead(self, path: str, to: str) -> str:
        self.pages[path] = (302, {"Location": to}, b"")
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "data")


OPEN = Fetcher(allow_private=True, limits=FetchLimits(timeout_s=20, wait_s=5, redirects=3))


def run(store: RecordStore, *paths: Path | str, prune: bool = False) -> IngestReport:
    return ingest(paths, store, EMBEDDER, NoStatements(), prune=prune, fetcher=OPEN)


def refusal(fetcher: Fetcher, url: str, max_bytes: int = 1_000_000) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        fetcher.fetch(url, max_bytes)
    assert refused.value.name == url
    return refused.value.reason


def test_page_is_a_document_whose_identity_is_its_address(site: Site, store: RecordStore) -> None:
    url = site.put("/board/may", MEETING)
    assert run(store, url).new == ["may"]
    [document] = store.view().documents()
    assert (document.identity, document.utterances) == (url, 2)


def test_unchanged_page_is_unchanged_and_another_content_is_a_change(site: Site, store: RecordStore) -> None:
    url = site.put("/may.txt", MEETING)
    run(store, url)
    assert run(store, url).unchanged == ["may.txt"]
    site.put("/may.txt", MEETING.replace(b"Two", b"Three"))
    assert run(store, url).changed == ["may.txt"]


def test_page_is_never_missing_because_it_is_no_file(site: Site, store: RecordStore, tmp_path: Path) -> None:
    run(store, site.put("/may.txt", MEETING))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/june.txt").write_bytes(MEETING.replace(b"ferry", b"lamp"))
    report = run(store, tmp_path / "texts", prune=True)
    assert (report.missing, report.pruned) == ([], [])
    assert len(store.view().documents()) == 2


def test_page_that_cannot_be_had_is_named_and_keeps_its_last_version(site: Site, store: RecordStore) -> None:
    url = site.put("/may.txt", MEETING)
    run(store, url)
    site.pages.clear()
    other = site.put("/june.txt", MEETING.replace(b"ferry", b"lamp"))
    report = run(store, url, other, prune=True)
    assert report.new == ["june.txt"]
    assert report.failed == [(url, f"{url}: the server answered 404 Not Found.")]
    assert len(store.view().documents()) == 2


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/show?id=4", "text/html; charset=utf-8", "show.html"),
        ("/may.txt", "application/octet-stream", "may.txt"),
        ("/may.txt", "text/html", "may.txt"),
        ("/a%20b", "text/plain", "a b.txt"),
        ("/", "text/html", "127.0.0.1.html"),
        ("/unknown", "application/x-unheard", "unknown"),
    ],
)
def test_type_of_the_server_is_a_hint_where_the_path_has_no_ending(site: Site, path: str, kind: str, name: str) -> None:
    assert OPEN.fetch(site.put(path, MEETING, kind), 1_000).name == name


def test_archive_that_is_fetched_is_taken_member_by_member(site: Site, store: RecordStore) -> None:
    url = site.put("/box.zip", packed({"a.txt": MEETING, "../b.txt": b"x"}), "application/zip")
    report = run(store, url)
    assert report.new == ["a.txt"]
    assert [name for name, _ in report.failed] == [f"{url}!../b.txt"]
    assert store.view().document("a.txt").identity == f"{url}!a.txt"


def test_redirects_are_followed_a_few_times(site: Site) -> None:
    site.put("/end", MEETING)
    for n in range(3):
        site.lead(f"/{n}", f"/{n + 1}" if n < 2 else "/end")
    assert OPEN.fetch(site.url("/0"), 1_000).data == MEETING
    site.lead("/2", "/0")
    assert "more than 3 times" in refusal(OPEN, site.url("/0"))


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("file:///etc/passwd", "no http"),
        ("ftp://127.0.0.1/x", "no http"),
        ("http://anna:word@127.0.0.1/x", "password"),
    ],
)
def test_redirect_that_is_not_followed(site: Site, to: str, reason: str) -> None:
    assert reason in refusal(OPEN, site.lead("/away", to))


def test_private_address_is_refused_without_being_asked(site: Site) -> None:
    url = site.put("/may.txt", MEETING)
    assert "ROSTRUM_ALLOW_PRIVATE_URLS" in refusal(Fetcher(), url)
    for host in ("localhost", "127.1", "2130706433", "0x7f000001"):
        assert "private" in refusal(Fetcher(), site.url("/may.txt", host))
    assert site.seen == []


def test_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """The first host counts as public here; where it leads on to does not."""

    class FirstIsPublic(Fetcher):
        def _checked(self, host: str, port: int, url: str) -> list[str]:
            return ["127.0.0.1"] if host == "open.example" else list(super()._checked(host, port, url))

    site.lead("/may", site.url("/secret"))
    assert "private address 127.0.0.1" in refusal(FirstIsPublic(), site.url("/may", "open.example"))
    assert [path for path, _ in site.seen] == ["/may"]


def test_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """The host is looked up once: a name that would mean another machine a moment later leads nowhere."""
    answers = iter([["127.0.0.1"], ["192.0.2.1"]])
    fetcher = Fetcher(allow_private=True, resolve=lambda *_: next(answers))
    site.put("/may.txt", MEETING)
    assert fetcher.fetch(site.url("/may.txt", "harbour.example"), 1_000).data == MEETING
    assert site.seen == [("/may.txt", f"harbour.example:{site.port}")]
    assert next(answers) == ["192.0.2.1"]


def test_host_with_one_private_address_among_its_own_is_refused(site: Site) -> None:
    fetcher = Fetcher(resolve=lambda *_: ["93.184.216.34", "10.0.0.8"])
    assert "10.0.0.8" in refusal(fetcher, site.url("/x", "harbour.example"))


def test_next_address_of_a_host_is_tried_where_the_first_takes_no_connection(site: Site) -> None:
    site.put("/may.txt", MEETING)
    fetcher = Fetcher(allow_private=True, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert fetcher.fetch(site.url("/may.txt", "harbour.example"), 1_000).data == MEETING


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.7", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:db8::1", "rubbish",
    ],
)  # fmt: skip
def test_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_address(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://anna:word@harbour.example/x", "password"),
        ("https://anna@harbour.example/x", "password"),
        ("http://", "no http"),
        ("http://har bour.example/", "no http"),
        ("http://harbour.example:99999/", "no http"),
        ("https://xn--\ud800.example/", "no address"),
    ],
)
def test_address_that_cannot_be_used_is_wrong_usage(url: str, reason: str, store: RecordStore) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        run(store, url)
    assert "word" not in str(refused.value).split("carries")[0]


def test_fragment_is_no_part_of_the_address_and_capitals_of_the_host_are_none() -> None:
    assert address_of("HTTPS://Harbour.Example/May?x=1#part") == "https://harbour.example/May?x=1"


def test_body_that_is_too_large_is_refused_announced_or_not(site: Site) -> None:
    announced = site.put("/a.txt", b"x" * 2_000, **{"Content-Length": "2000"})
    assert "MB" in refusal(OPEN, announced, max_bytes=1_000)
    assert "MB" in refusal(OPEN, site.put("/b.txt", b"x" * 200_000), max_bytes=1_000)


def test_body_sent_packed_is_unpacked_within_the_limit(site: Site) -> None:
    url = site.put("/a.txt", gzip.compress(MEETING), **{"Content-Encoding": "gzip"})
    assert OPEN.fetch(url, 1_000).data == MEETING
    bomb = site.put("/b.txt", gzip.compress(b"0" * 50_000_000), **{"Content-Encoding": "gzip"})
    assert "MB" in refusal(OPEN, bomb)
    torn = site.put("/c.txt", gzip.compress(MEETING)[:-9], **{"Content-Encoding": "gzip"})
    assert "damaged" in refusal(OPEN, torn)
    assert "packed (br)" in refusal(OPEN, site.put("/d.txt", MEETING, **{"Content-Encoding": "br"}))


def test_body_that_trickles_is_given_up(site: Site) -> None:
    over = threading.Event()

    def trickle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while not over.wait(0.05):
                request.wfile.write(b"word ")
                request.wfile.flush()
        except OSError:
            pass

    site.pages["/slow.txt"] = trickle
    hasty = Fetcher(allow_private=True, limits=FetchLimits(timeout_s=0.5, wait_s=0.4))
    assert "too long" in refusal(hasty, site.url("/slow.txt"))
    site.pages["/silent.txt"] = lambda request: over.wait(5)
    assert "too long" in refusal(hasty, site.url("/silent.txt"))
    over.set()


def test_host_that_is_not_known_and_port_that_is_closed_are_named() -> None:
    def nobody(*_: object) -> list[str]:
        raise OSError("not known")

    assert "not known" in refusal(Fetcher(resolve=nobody), "http://nowhere.example/x")
    assert "could not be fetched" in refusal(OPEN, "http://127.0.0.1:9/x")
