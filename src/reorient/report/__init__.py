"""The brief: words, charts and a page around figures that are computed elsewhere."""
