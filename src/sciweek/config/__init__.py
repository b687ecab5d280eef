"""Settings, root addresses and the server's entry. The highest floor: nothing imports it but Django."""
