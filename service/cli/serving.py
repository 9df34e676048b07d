"""`rostrum serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.terminal import Data, note, settings


def add_to(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(help="The address to answer at, default 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Its port, default 8000; 0 takes a free one.")
    ] = None,
    data: Data = None,
) -> None:
    """Serve the web chat and the HTTP interface."""
    from service import wiring
    from service.settings import check_address

    chosen = settings(ctx, data, host=host, port=port)
    check_address(chosen)
    with wiring.taken_address(chosen) as (taken, url):
        app = wiring.open_app(chosen)
        note(f"Rostrum answers at {url} (data: {chosen.data}). Ctrl-C stops it.")
        wiring.serve(app, taken, chosen)
