"""From a model to the specification that runs."""
