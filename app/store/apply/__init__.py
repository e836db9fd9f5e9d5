"""The only writer of rows: what a command decided becomes projections, in the transaction of that command."""
