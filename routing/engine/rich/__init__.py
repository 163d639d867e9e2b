"""The search for problems that use more than the plain kernel knows: over the judge's own functions."""
