"""What files say of their picture: read, kept, and set right for a changed one."""
