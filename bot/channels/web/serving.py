"""How uvicorn has to run the pages: options that are part of their safety."""

from __future__ import annotations

from typing import Any

from bot.channels.web.settings import WebSettings


def uvicorn_options(settings: WebSettings) -> dict[str, Any]:
    """Keyword arguments for uvicorn.Config.

    No address of a person is taken from anywhere, so proxy headers stay off (I2) and no access log is
    written (L1, D2). Scheme and host come from the settings.
    """
    return {
        "proxy_headers": False,
        "access_log": False,
        "server_header": False,
        "ws_max_size": settings.body_limit,
        "ws_ping_interval": 30,  # seconds: keeps the connection through most networks' idle limits
        "ws_ping_timeout": 30,
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 20,
    }
