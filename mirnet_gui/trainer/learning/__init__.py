"""What a training step is: loss, optimizer, schedule."""
