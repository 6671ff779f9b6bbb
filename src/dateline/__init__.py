"""dateline: reported events in, an honest map out."""
