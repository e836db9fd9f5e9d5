"""What the bench and the resilience experiments stand on: HTTP, servers as child processes, databases, probes. Nothing of the product."""
