"""From a model to a BPMN file."""
