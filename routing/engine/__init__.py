"""The search for good routes, in a process of its own.

`client` is all that the app imports. The child (`python -P -m routing.engine`) compiles its kernels with
numba and loads OR-Tools; the app never does.
"""
