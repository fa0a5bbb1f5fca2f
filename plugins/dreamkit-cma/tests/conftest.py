"""What these tests share: dreamkit's kit for testing."""

pytest_plugins = ["dreamkit.testing.fixtures"]
