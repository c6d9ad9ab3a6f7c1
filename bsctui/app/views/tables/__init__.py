"""Tables of items: sorted, filtered, marked and edited; KPIs and initiatives are two of them."""
