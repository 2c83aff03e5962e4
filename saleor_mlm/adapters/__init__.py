"""One module for each neighbour; with plugin.py and graphql/ the only places that know Saleor."""
