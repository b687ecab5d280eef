"""The files of a package: data book, data files, papers as docx and pdf, and the zip that holds them."""
