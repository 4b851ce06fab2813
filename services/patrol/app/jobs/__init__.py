"""Long computations as durable jobs: asked for once, done by one process at a time, their result taken in once."""
