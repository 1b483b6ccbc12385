"""What is said: documents, whom they name, how they rank partners, what they claim, and whether it is borne out."""
