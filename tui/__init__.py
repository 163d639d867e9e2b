"""The faces: jobs, command line and terminal app."""
