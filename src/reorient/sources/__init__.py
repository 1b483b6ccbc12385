"""HOW IT COMES IN: one file for each producer, from its original files to ties with their coverage."""
