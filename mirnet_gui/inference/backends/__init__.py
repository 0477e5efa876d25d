"""What computes the network: torch on a CPU or a GPU, or OpenVINO on a CPU."""
