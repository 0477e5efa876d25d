"""The commands of mirnet-train, a file each."""
