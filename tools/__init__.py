"""Scripts of the house: they prepare, check and measure the checkout and are no part of the product."""
