"""Widget: the visitor's side of web chat.

Owns: visitor tokens, the visitor's socket, the frame that the loader opens.
Answers: browsers of people who are not signed in; they see their own conversation and nothing else.
Announces: nothing; what visitors write is received by the inbox.
Never: shows a note, a held message, or another conversation.
"""
