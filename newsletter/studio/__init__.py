"""What an editor sees of a workspace, as plain data: letters, findings, reviews, the queue."""
