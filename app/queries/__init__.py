"""One question a file. A question changes nothing, and answers only what the asker may see."""
