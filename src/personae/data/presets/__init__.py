"""Exports of shop and payment systems: recognised by their header, made into purchase lines."""
