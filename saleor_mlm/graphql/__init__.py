"""The GraphQL of the plugin, part of the store's own /graphql/: it only translates."""
