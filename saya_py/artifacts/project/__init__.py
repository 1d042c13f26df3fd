"""Loading contracts from the files of a project, in a process of their own."""
