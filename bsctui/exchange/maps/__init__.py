"""A scorecard's strategy map as svg, text, dot and mermaid.

    from bsctui.exchange.maps.strategy import strategy_map
    from bsctui.exchange.maps.as_svg import strategy_map_svg

    strategy = strategy_map(model, scores, "skyline", column, verdicts)
    text = strategy_map_svg(strategy)

`strategy_map` collects what is drawn (objectives in force in the period, their scores and statuses, the
`drives` links that hold, verdicts where given); each `as_*` module turns it into one form. `text` and `svg`
draw the same plan (`bsctui.layout`); in `dot` and `mermaid` the other program lays it out.
"""
