"""What we ask a chat model: text files with $variables, loaded with their version."""
