"""Teaching feed-forward networks what any objective wants, on Keras's own `fit`."""
