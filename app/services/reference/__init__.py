"""Reference data that every installation needs; the demo and production load the same."""

from app.services.reference.load import Loaded, load_reference

__all__ = ["Loaded", "load_reference"]
