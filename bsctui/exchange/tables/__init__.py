"""Tables of other programs as sheets of cells: csv and its kin, and workbooks; what they mean is for others to say."""
