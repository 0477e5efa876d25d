"""The commands of mirnet-gui that work on photographs, a file each."""
