"""What other systems may ask EVU by themselves, with a key and for one owner."""
