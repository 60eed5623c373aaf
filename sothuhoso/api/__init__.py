"""Starlette routes for the device's store, files, sign-in and health."""
