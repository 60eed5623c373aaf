"""The REST door: what devices send and fetch, files, health. Starlette only; every rule lives in the services."""

from sothuhoso.api.app import create_api

__all__ = ["create_api"]
