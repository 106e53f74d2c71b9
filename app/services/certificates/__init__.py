"""Certificates: issued when a year's standard is reached, checked by whoever holds the paper."""

from app.services.certificates.invalidate import invalidate_certificates

__all__ = ["invalidate_certificates"]
