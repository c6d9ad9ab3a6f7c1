"""The strategy map's layout: pure geometry in abstract cells, from which app, svg and text all draw.

`plan.plan(nodes, links, sizes)` is the way in; `shapes` holds what goes in and what comes out. Nothing
here knows a scorecard, a terminal or a font: a lane is a number, a box a name, a label a width.
"""
