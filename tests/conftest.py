"""What all tests share: the kit that is every plugin's too, and not the benchmarks."""

pytest_plugins = ["dreamkit.testing.fixtures", "pytester"]

collect_ignore = ["benchmarks"]  # they are run by hand, and time things
