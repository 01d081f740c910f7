"""What is drawn, as plain data: graphs, steps, landscape, descents, the model over its data."""
