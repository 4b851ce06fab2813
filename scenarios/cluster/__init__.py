"""The platform on a three-node RabbitMQ cluster whose nodes are killed, cut off, frozen, rolled and lost."""
