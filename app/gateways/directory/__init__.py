"""Signing in through the city's provider, by OpenID Connect. The only place that speaks authlib and joserfc."""

from app.gateways.directory.provider import OpenIdProvider

__all__ = ["OpenIdProvider"]
