"""Door 1 of the widget: its frame, its settings, and the visitor's requests and socket."""
