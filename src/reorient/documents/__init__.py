"""What is said: documents, whom they name, how they rank partners, what they claim, and whether the record bears it out."""
