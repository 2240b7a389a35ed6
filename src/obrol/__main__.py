"""`python -m obrol` is `obrol`."""

from obrol.entrypoints.cli import main

main()
