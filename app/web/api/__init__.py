"""The REST surface: /v2 as Camunda 8 publishes it, /casework/v1 for what this field adds."""
