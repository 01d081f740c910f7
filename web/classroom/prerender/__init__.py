"""What pages show before Python is there: worked out when the site is built."""
