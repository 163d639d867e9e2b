"""The map: a raster of braille dots of our own, and the colours of routes."""
