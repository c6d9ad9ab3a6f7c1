"""View 7: what is wrong, and what a reviewer would remark."""
