"""Values from one grain to another: aggregated, carried, recomputed from what they are made of."""
