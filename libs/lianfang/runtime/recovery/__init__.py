"""After a loss: what the stores lack, what the logs lack, and taking from the logs what can be taken again."""
