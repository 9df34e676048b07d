"""Who said it, in reports: statements with source, cue, content and stance."""
