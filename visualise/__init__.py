"""Drawing: networks and chains as stand-alone SVG, with one theme and one legend."""
