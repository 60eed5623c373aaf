"""What the phone remembers: a store on the device and its Python face."""
