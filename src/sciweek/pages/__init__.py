"""What every page is made of: base templates, tokens and components, lists, forms, fragments."""
