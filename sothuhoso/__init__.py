"""Sổ thủ hồ sơ: paper dossiers become living digital ones at the commune's one-stop desk."""

__version__ = "0.1.0"
