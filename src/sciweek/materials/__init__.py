"""Materials that units hand in besides the form: pictures and media reports, and how far each of the parts is."""
