"""What is measured, one kind a file. Every phase is bounded in count and in time and stops by itself."""
