"""Documents at http and https addresses, and the one door to httpx. Private addresses are refused unless allowed.

A host is looked up once for each request, every address found is checked, and the connection is made to the address
that was checked: a name that means another machine a moment later leads nowhere.
"""

from __future__ import annotations

import ipaddress
import posixpath
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import httpx

from corpus.errors import BadInput, UnreadableDocument
from ingest.archives import ENDING as ARCHIVE
from ingest.readers import readable

# Which ending tells the readers what a server calls by one of these types.
ENDING_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/tei+xml": ".xml",
    "application/akn+xml": ".xml",
    "application/zip": ".zip",
    "application/json": ".proceedings.json",
}
_HOST = re.compile(r"[\w.:-]{1,253}", re.ASCII)
_REDIRECTS = (301, 302, 303, 307, 308)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind IPv6, RFC 6052

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    timeout_s: float = 60.0  # for all hops together
    wait_s: float = 10.0  # for the next sign of life
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes at an address, and a file name whose ending tells their format where the server did."""

    name: str
    data: bytes


def is_url(text: object) -> bool:
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def address_of(text: str) -> str:
    """The address in its one form, without fragment. Raises BadInput where it is none or carries a password."""
    url = _parsed(text)
    if url.userinfo:
        raise BadInput(f"{_shown(url)} carries a user name or password: it would be kept in the record. Leave it out.")
    return str(url.copy_with(fragment=None))


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of the host, as the system gives them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether the address is one of the open Internet, also where an IPv4 address stands inside it."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inside = _inside(found) if isinstance(found, ipaddress.IPv6Address) else None
    if inside is not None and not is_public(str(inside)):
        return False
    carried = isinstance(found, ipaddress.IPv6Address) and (found.ipv4_mapped is not None or found in _TRANSLATED)
    return carried or (found.is_global and not (found.is_multicast or found.is_reserved))


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class Fetcher:
    """Gets documents from the web, within limits. `resolve` gives the addresses of a host."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: FetchLimits = FetchLimits(),
        resolve: Resolve = looked_up,
    ) -> None:
        self._allow_private = allow_private
        self._limits = limits
        self._resolve = resolve

    def fetch(self, url: str, max_bytes: int) -> Fetched:
        """What is at the address. Raises UnreadableDocument, which names the address that was asked for."""
        ends = time.monotonic() + self._limits.timeout_s
        hop = _parsed(url)
        try:
            # No proxy of the environment: it would look the host up itself.
            with httpx.Client(trust_env=False, timeout=self._limits.wait_s, follow_redirects=False) as client:
                for _ in range(self._limits.redirects + 1):
                    found = self._hop(client, hop, url, max_bytes, ends)
                    if isinstance(found, Fetched):
                        return found
                    hop = found
        except httpx.TimeoutException as error:
            raise UnreadableDocument(url, "the server took too long; run this again later.") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise UnreadableDocument(url, f"it could not be fetched ({type(error).__name__}: {error}).") from error
        raise UnreadableDocument(url, f"it leads on more than {self._limits.redirects} times.")

    def _hop(self, client: httpx.Client, hop: httpx.URL, url: str, max_bytes: int, ends: float) -> Fetched | httpx.URL:
        """The document, or the address that the server leads on to, checked."""
        response = self._answer(client, hop, url)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return _next(hop, response.headers["location"], url)
            if response.status_code != httpx.codes.OK:
                raise UnreadableDocument(url, f"the server answered {response.status_code} {response.reason_phrase}.")
            data = _body(response, url, max_bytes, ends)
        finally:
            response.close()
        return Fetched(_name(hop, response.headers.get("content-type", "")), data)

    def _answer(self, client: httpx.Client, hop: httpx.URL, url: str) -> httpx.Response:
        """The first of the host's addresses that takes the connection answers; its body is not read yet."""
        host = hop.raw_host.decode("ascii")
        addresses = self._checked(host, hop.port or (443 if hop.scheme == "https" else 80), url)
        headers = {"Host": hop.netloc.decode("ascii"), "Accept-Encoding": "identity", "User-Agent": "rostrum"}
        for n, address in enumerate(addresses, start=1):
            request = client.build_request(
                "GET", hop.copy_with(host=address), headers=headers, extensions={"sni_hostname": host}
            )
            try:
                return client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if n == len(addresses):
                    raise
        raise UnreadableDocument(url, f"the host {host} has no address.")

    def _checked(self, host: str, port: int, url: str) -> Sequence[str]:
        """The addresses of the host, all of them public unless private ones are allowed."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnreadableDocument(url, f"the host {host} is not known.") from error
        private = next((a for a in addresses if not self._allow_private and not is_public(a)), None)
        if private:
            reason = f"{host} is at the private address {private}. Set ROSTRUM_ALLOW_PRIVATE_URLS=1 to read from there."
            raise UnreadableDocument(url, reason)
        return addresses


def _parsed(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadInput(f"{text!r} is no address that can be read ({error}).") from error
    usable = _HOST.fullmatch(url.raw_host.decode("ascii", "replace")) and (url.port or 80) in range(1, 65_536)
    if url.scheme not in ("http", "https") or not usable:
        raise BadInput(f"{_shown(url)} is no http or https address.")
    return url


def _shown(url: httpx.URL) -> str:
    """The address without what may be a secret."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


def _next(hop: httpx.URL, location: str, url: str) -> httpx.URL:
    """Where the server leads on to. Raises UnreadableDocument where that is not to be followed."""
    try:
        further = _parsed(str(hop.join(location)))
    except (BadInput, httpx.InvalidURL, ValueError) as error:
        raise UnreadableDocument(url, "it leads on to what is no http or https address.") from error
    if further.userinfo:
        raise UnreadableDocument(url, "it leads on to an address with a user name or password.")
    if hop.scheme == "https" and further.scheme == "http":
        raise UnreadableDocument(url, "it leads on from https to http, where anybody could change it on the way.")
    return further


def _body(response: httpx.Response, url: str, max_bytes: int, ends: float) -> bytes:
    """The whole body, never more than `max_bytes` in memory. Raises UnreadableDocument."""
    too_large = UnreadableDocument(url, f"it has more than {max_bytes / 1e6:,.1f} MB, which is the most that is read.")
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < 19 and int(announced) > max_bytes:
        raise too_large
    parts, total = [], 0
    for part in _unpacked(response, url, max_bytes):
        total += len(part)
        if total > max_bytes:
            raise too_large
        if time.monotonic() > ends:
            raise UnreadableDocument(url, "the server took too long; run this again later.")
        parts.append(part)
    return b"".join(parts)


def _unpacked(response: httpx.Response, url: str, max_bytes: int) -> Iterator[bytes]:
    """The body as it is meant: some servers pack it though asked not to. A piece may grow by one byte over the limit,
    so that whoever counts sees it."""
    packed = response.headers.get("content-encoding", "identity").strip().lower() or "identity"
    if packed not in ("identity", "gzip", "x-gzip", "deflate"):
        raise UnreadableDocument(url, f"the server sent it packed ({packed}), which was not asked for.")
    unpack = None if packed == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for part in response.iter_raw():
            yield unpack.decompress(part, max_bytes + 1) if unpack else part
        if unpack and not unpack.eof:
            raise UnreadableDocument(url, "what the server sent is damaged (it ends too early).")
    except zlib.error as error:
        raise UnreadableDocument(url, f"what the server sent is damaged ({error}).") from error


def _name(url: httpx.URL, content_type: str) -> str:
    """The last part of the path; where it has no ending, the one that belongs to the server's type is added."""
    base = posixpath.basename(unquote(url.path).rstrip("/")) or url.host
    ending = ENDING_OF.get(content_type.partition(";")[0].strip().lower(), "")
    return base if readable(base) or base.lower().endswith(ARCHIVE) else base + ending
