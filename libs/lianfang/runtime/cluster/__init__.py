"""A RabbitMQ cluster of three private nodes on one machine, whose network can be cut: for trying what faults do."""
