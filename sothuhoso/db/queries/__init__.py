"""Every select of the product, one module per noun."""
