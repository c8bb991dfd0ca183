"""Steps from one released schema to the next; each says why and can be taken back."""
