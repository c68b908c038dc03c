"""A small catalogue of voices on loopback, laid out as the public one."""

from __future__ import annotations

import hashlib
import json

from tests.support import tiny_voice
from tests.support.http_server import HttpServer

CARD = (
    b"# Model card for tiny\n\n## Dataset\n\n* URL: https://x.example\n* License: Public domain\n"
)


def serve_catalogue(server: HttpServer, *keys: str, breaks: str = "") -> str:
    """Serve voices of these keys; gives the catalogue's address. `breaks`: the key of one whose sum is wrong."""
    catalogue: dict[str, object] = {"nonsense": {"files": 3}, "../up": {}}
    for key in keys:
        language, name, quality = key.split("-")
        folder = f"{language[:2]}/{language}/{name}/{quality}"
        bodies = {
            f"{key}.onnx": tiny_voice.model(),
            f"{key}.onnx.json": tiny_voice.config(language=language),
            "MODEL_CARD": CARD,
        }
        files = {}
        for file, body in bodies.items():
            path = f"{folder}/{file}"
            digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
            is_broken = key == breaks and file.endswith(".onnx")
            files[path] = {
                "size_bytes": len(body),
                "md5_digest": "0" * 32 if is_broken else digest,
            }
            server.page(f"/v1/{path}", body, content_type="application/octet-stream")
        catalogue[key] = {
            "key": key,
            "name": name,
            "language": {
                "code": language,
                "family": language[:2],
                "name_english": {"en": "English", "de": "German"}.get(language[:2], language),
                "country_english": {"GB": "Great Britain", "US": "United States"}.get(
                    language[3:], ""
                ),
            },
            "quality": quality,
            "num_speakers": 1,
            "files": files,
            "aliases": [],
        }
    return server.page("/v1/voices.json", json.dumps(catalogue), content_type="application/json")
