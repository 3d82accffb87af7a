"""Who may do what, who may see what, and the record of what was done: rights, scope, sign-in's means, the log."""
