"""From a BPMN file to a model."""
