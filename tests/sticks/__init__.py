"""Real FAT and exFAT sticks in a file: every write of the driver recorded, cut off, failed."""
