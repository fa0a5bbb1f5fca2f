"""Networks that make a picture out of a picture in one pass: how they are built, and how their files are read."""
