"""What is wrong with an installation and what to do: asked by `listina doctor` and by the health page."""
