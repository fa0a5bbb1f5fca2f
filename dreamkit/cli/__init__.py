"""The command line: one file a command, each imported only when it is called."""

from dreamkit.cli.main import main as main
