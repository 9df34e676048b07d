"""The web chat: which file answers which path, and the policy that every page carries. No build step.

`GET /` is index.html, `GET /documents/{id}` is document.html (for any id: the page itself says what is unknown), and
`GET /web/{name}` is the file of that name among `files()`.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
CHAT_PAGE = "index.html"
DOCUMENT_PAGE = "document.html"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

# Trusted types: a browser that knows them refuses innerHTML and the like, so that no words of a document become HTML.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


def files() -> dict[str, Path]:
    """Every file that `/web/{name}` gives, by name."""
    return {path.name: path for path in sorted(FOLDER.iterdir()) if path.suffix in MEDIA_TYPES}
