"""Personae: from an export of customers or a log of purchases to segments you can act on."""

__version__ = "0.1.0"
