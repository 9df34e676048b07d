"""How good it is: sets of questions with what is expected, asked of a system, judged without a model, compared."""
