"""Figures the reader must reach, printed beside anchors measured in the same run; never timed asserts."""
