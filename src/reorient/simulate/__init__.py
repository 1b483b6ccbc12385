"""WHAT IF: equilibria of trade in exact hat algebra, exposure to others' growth and loss, and draws around them.

Arrays in, frozen results out: these modules import numpy, scipy and the errors alone, and know no record.
"""
