"""View 6: a change of strategy, for somebody who must say yes or no to it."""
