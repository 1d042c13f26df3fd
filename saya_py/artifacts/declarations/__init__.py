"""Whether importing a source does nothing but declare, so that strangers' sources can be imported."""

from saya_py.artifacts.declarations.sources import Deed, deeds

__all__ = ["Deed", "deeds"]
