"""`python -m dreamkit` is `dreamkit`."""

from dreamkit.cli import main

if __name__ == "__main__":
    main(prog_name="dreamkit")
