"""What a table means: its headings, periods, numbers and words; where it leaves a doubt, a question instead of a guess."""
