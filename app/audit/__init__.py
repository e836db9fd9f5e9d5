"""What can be proven: the chain of events, its anchors, replay and export."""
