"""Sổ thủ hồ sơ: paper dossiers of administrative procedures become living digital ones at the commune's one-stop desk."""
