"""HTML to an accessible PDF, reading nothing but our own static files."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

PREFIX = "static:"


class StaticOnly(URLFetcher):
    """Fetches `static:<path>` from the static files and refuses everything else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(PREFIX):
            raise ValueError(f"letters may only use static files, not {urlsplit(url).scheme}:")
        found = finders.find(unquote(url.removeprefix(PREFIX)))
        if not isinstance(found, str):
            raise ValueError(f"no static file {url}")
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        body = Path(found).read_bytes()
        return URLFetcherResponse(url, body=body, headers={"Content-Type": kind})


def to_pdf(html: str, *, language: str) -> bytes:
    """The PDF (PDF/UA-1) of a page written with `lang`."""
    document = HTML(string=html, url_fetcher=StaticOnly(), base_url=PREFIX)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return content
