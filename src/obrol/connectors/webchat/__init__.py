"""Web chat: our own widget as a channel like any other. Guide: docs/connectors/webchat.md.

Owns: the settings of the widget, what it can show, how a visitor's frame becomes a fact.
Answers: everything natively, so that it is also the reference for what a message looks like unshaped.
Never: sends. The visitor's browser hears the same event as everyone else; `send` only confirms.
Knows nothing of visitor tokens: the widget's own door checks them before a frame gets here.
"""
