"""The measures, one idea per module: what one case says, and how cases become a figure; see docs/evaluation.md."""
