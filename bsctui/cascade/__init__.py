"""The evaluator: from a model to scores, on numpy columns, none is nan."""
