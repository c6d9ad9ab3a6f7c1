"""What every key of `--format json` means: for `help json` and the reference page; a test holds it to the documents."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address": "where it stands: `skyline.revenue`",
        "kind": "`scorecard`, `perspective`, `objective`, `kpi` or `initiative`",
        "label": "what is shown: the name where there is no label",
        "parent": "the parent's address (of a scorecard the one it is under), or null",
        "tier": "the tier's name",
        "owner": "the nearest owner at or above it, or null",
        "weight": "its own weight in force",
        "role": "`leading` or `lagging` on a KPI, else null",
        "score": "0 to 100, or to `cap`; null without one",
        "lead": "the score of the leading KPIs alone",
        "lag": "the score of the lagging KPIs alone",
        "coverage": "how much of the weight has a score, in percent; null outside its span",
        "own": "of an objective: the score of its own KPIs alone",
        "cascaded": "of an objective: the score of its supporters alone",
        "status": "the band's colour, `insufficient`, or null",
        "trend": "`up`, `down`, `flat`, or null",
        "judged": "whether an `assess` line set the status",
        "broken": "whether it rests on a line that is wrong",
        "value": "of a KPI: its value",
        "target": "its target; of a band both ends, `[low, high]`",
        "baseline": "its baseline",
        "raw": "its score before it is kept within 0 and `cap`",
        "progress": "how much of the whole way is made; of an initiative what is written",
        "partial": "whether the value is made from a part of its periods",
        "provisional": "whether the value is an estimate (`~`)",
        "stale": "periods of the view since the measurement; 0 for a fresh one",
        "unit": "what it is counted in",
        "state": "of an initiative: `planned`, `active`, `done` or `stopped`",
        "due": "when it is to be done",
        "budget": "what it may cost",
        "spent": "what it has cost",
        "overdue": "whether it was due by the end of the period and is neither done nor stopped",
        "file": "the file that declares it",
        "line": "the line, from 1",
    }
)
"""An item of the cascade; what it does not have is left out or null."""

TIER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "the tier's name",
        "label": "its label",
        "score": "the weighted mean of its scorecards",
        "lead": "of the leading KPIs alone",
        "lag": "of the lagging KPIs alone",
        "coverage": "in percent",
        "status": "by the workspace's bands",
        "perspectives[].name": "a perspective",
        "perspectives[].score": "its score in the tier",
        "perspectives[].coverage": "its coverage",
        "perspectives[].status": "its status",
    }
)

VIEW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "period": "the period in view",
        "grain": "`week`, `month`, `quarter`, `half` or `year`",
    }
)

VERSION: Final = "1; it rises when a key changes its meaning or goes"


def _nested(prefix: str, keys: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}.{key}": meaning for key, meaning in keys.items()}


_NODES: Final = {"nodes[]": "the items, parents before children: NODE"}
_TIERS: Final = {"tiers[]": "the tiers, top first: TIER"}
_FACT_CHANGE: Final = {
    "kind": "`added`, `removed`, `renamed`, `moved` or `changed`",
    "field": "which fact",
    "old": "before; null for none",
    "new": "now; null for none",
    "class": "`rules`, `results` or `none`",
    "reason": "the reason on the line, or null",
}
_EFFECT: Final = {
    "before": "the score before",
    "old_rules": "the new results under the old rules",
    "after": "the score now",
    "results": "points by results",
    "rules": "points by rules",
    "structure": "whether a score is missing on a side, so that nothing is split",
}
_COMMIT: Final = {
    "commit": "the commit's hash; null for what is not committed",
    "date": "its day",
    "author": "its author",
    "summary": "the first line of its message",
    "shallow": "whether the history ends here because the clone is shallow",
}

DOCUMENTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "score": {
            **VIEW,
            "periods": "with `--period all` in place of `period`; what varies is then a list over it",
            "current": "the current period",
            **_NODES,
            **_TIERS,
        },
        "check": {
            "diagnostics[].code": "such as `E301`",
            "diagnostics[].severity": "`error` or `warning`",
            "diagnostics[].message": "what is wrong",
            "diagnostics[].help": "what to write, or null",
            "diagnostics[].file": "the file",
            "diagnostics[].line": "the line, from 1",
            "diagnostics[].column": "the column, from 1, in characters",
            "diagnostics[].end_column": "one past the last",
        },
        "explain": {
            "address": "what is explained",
            **VIEW,
            "node": "its figures: NODE",
            "worst": "whether its score is that of its lowest member",
            "members[].address": "a member that the score is made from",
            "members[].kind": "its kind",
            "members[].label": "its label",
            "members[].weight": "its weight",
            "members[].share": "its share of the weight after those without a score dropped out, 0 to 1",
            "members[].score": "its score",
            "members[].points": "what it contributes; together they are the score",
            "sources[].role": "what a line says of a KPI's number",
            "sources[].word": "its keyword",
            "sources[].address": "whose line it is",
            "sources[].period": "of which period",
            "sources[].value": "the number on it",
            "sources[].weight": "of what feeds a rollup: with which weight",
            "sources[].file": "the file",
            "sources[].line": "the line",
            "sources[].text": "the text of the line",
            "since": "with `--since`: the period compared with",
            "change": "the points between the two",
            "changes[].address": "the member that moved",
            "changes[].cause": "`score moved`, `value moved`, `target moved`, `weight moved`, `newly scored` …",
            "changes[].points": "by how many points; together they are the change",
        },
        "diff": {
            "old": "the first revision",
            "new": "the second",
            "period.old": "the current period of the first",
            "period.new": "and of the second",
            "changes[].address": "what changed",
            "changes[].label": "its label",
            **{f"changes[].{key}": meaning for key, meaning in _FACT_CHANGE.items()},
            "changes[].direction": "`easier`, `harder`, `mixed`, `neutral` or null",
            "changes[].goalpost": "whether it is a moved goalpost",
            "changes[].effect[].address": "where it moves a score",
            "changes[].effect[].points": "by how many points, alone",
            "changes[].effect[].period": "in which period",
            "changes[].joined": "what it was judged together with, because it does not load alone",
            "changes[].author": "who wrote it",
            "changes[].file": "the file",
            "changes[].line": "the line",
            "effects[].address": "an item whose score or status moved",
            **_nested("effects[]", _EFFECT),
            "effects[].time": "of `results`: by a later current period",
            "effects[].restated": "of `results`: by values that were there before",
            "effects[].new": "of `results`: by new values",
        },
        "log": {
            "address": "whose history",
            **_nested("entries[]", _COMMIT),
            "entries[].address": "its address then",
            **{f"entries[].changes[].{key}": meaning for key, meaning in _FACT_CHANGE.items()},
            "entries[].effect": "of a scorecard: what the commit did to its score, else null",
            **_nested("entries[].effect", _EFFECT),
            "entries[].period": "the period that the score is of",
            "entries[].score": "the score then",
            "entries[].status": "the status then",
        },
        "blame": {
            "address": "whose facts",
            "facts[].field": "the fact",
            "facts[].text": "its text",
            "facts[].reason": "the reason on its line",
            "facts[].file": "the file",
            "facts[].line": "the line",
            **_nested("facts[]", _COMMIT),
        },
        "whatif": {
            **VIEW,
            "current": "the current period",
            "assumed[].address": "what is assumed something of",
            "assumed[].supports": "of a link's weight: the objective that it supports, else null",
            "assumed[].what": "`value`, `target` or `weight`",
            "assumed[].period": "in which period",
            "assumed[].present": "the present number",
            "assumed[].assumed": "the assumed one",
            "nodes[]": "the items with the assumed figures: NODE",
            "nodes[].present": "the present ones of those that can vary",
            "nodes[].points": "the score's difference",
            "tiers[]": "the tiers with the assumed figures: TIER",
            "tiers[].present": "the present ones: TIER",
            "tiers[].points": "the score's difference",
        },
        "goal": {
            **VIEW,
            "address": "whose score is to be reached",
            "wanted": "the score",
            "by": "the KPI whose value may change",
            "outcome": "`reached`, `passed` (no value gives exactly that score) or `unreachable`",
            "value": "the value that it takes, as shown in the view",
            "present": "the present value",
            "score": "the score with it",
            "present_score": "the present score",
            "own[].period": "a period of the KPI's own that takes a value",
            "own[].value": "the value",
        },
        "sensitivity": {
            **VIEW,
            "tops[].address": "a score",
            "tops[].label": "its label",
            "tops[].score": "what it is",
            "tops[].kpis[].address": "a KPI below it",
            "tops[].kpis[].label": "its label",
            "tops[].kpis[].score": "the KPI's own score",
            "tops[].kpis[].full": "its full score: 100, its cap, or its scale's highest point",
            "tops[].kpis[].share": "how much of the score above is made from it, 0 to 1",
            "tops[].kpis[].points": "points that it contributes",
            "tops[].kpis[].open": "points that it could still contribute",
            "tops[].kpis[].won": "points of the score above for one point more of the KPI's",
            "tops[].kpis[].lost": "and for one less",
            "tops[].kpis[].limits": "where that holds on one side only, and why",
        },
        "forecast": {
            **VIEW,
            "known": "the last period that is taken as known",
            "runs": "how many simulated runs",
            "seed": "of their random numbers",
            "nodes[].address": "an item",
            "nodes[].kind": "its kind",
            "nodes[].label": "its label",
            "nodes[].parent": "its parent's address",
            "nodes[].now": "its score at `known`",
            "nodes[].score": "the middle of the simulated scores",
            "nodes[].score_low": "nine of ten lie above it",
            "nodes[].score_high": "nine of ten lie below it",
            "nodes[].chances": "by colour: how likely it has that status, 0 to 1",
            "nodes[].value": "of a KPI: the middle of its values",
            "nodes[].value_low": "nine of ten lie above it",
            "nodes[].value_high": "nine of ten lie below it",
            "nodes[].target": "its target then",
            "nodes[].met": "how likely it meets its target, 0 to 1",
            "nodes[].unit": "what it is counted in",
            "series[].address": "a KPI or measure that was continued",
            "series[].grain": "its own grain",
            "series[].points": "how many values its history has",
            "series[].periods": "the periods continued",
            "series[].value": "the middle by period",
            "series[].value_low": "nine of ten lie above it",
            "series[].value_high": "nine of ten lie below it",
            "backtest[].part": "with `--backtest`: which forecasts",
            "backtest[].by": "what they are grouped by",
            "backtest[].forecasts": "how many",
            "backtest[].in_range": "how many came within their 80% range, 0 to 1",
            "backtest[].error": "mean absolute scaled error",
            "backtest[].carried": "the same if the last value is simply carried forward",
            "backtest[].ratio": "the one by the other: below 1 the forecast is the better guess",
        },
        "links": {
            "links[].cause": "what drives",
            "links[].effect": "what is driven",
            "links[].after": "the stated lag in words, or null",
            "links[].grain": "of the periods compared",
            "links[].lag": "the lag in periods",
            "links[].correlation": "rank correlation of their changes",
            "links[].needed": "what it must pass to be more than chance",
            "links[].points": "pairs of changes",
            "links[].effective_points": "so many independent ones they are worth",
            "links[].verdict": "`supported`, `contradicted`, `no evidence` or `too few points`",
            "links[].best_other_lag": "where it is largest elsewhere",
            "links[].best_other_correlation": "and how large",
            "links[].file": "the file of the claim",
            "links[].line": "its line",
            "left_out": "how many provisional values were left out",
        },
    }
)
"""By command the paths of its keys; `[]` stands for each of a list. All have `version`."""


def document_rows(command: str) -> Iterator[tuple[str, str]]:
    """The path and the meaning of each key of a command's document."""
    yield "version", VERSION
    yield from DOCUMENTS[command].items()
