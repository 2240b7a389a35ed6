"""Workspaces: the people who work here, and what each of them may do.

Owns: workspaces, accounts, sessions, agents, roles, teams, invitations, sign-in and its limits.
Answers: every door (who is this?), every module (may this agent do that?).
Announces: workspace.*, agent.*, team.*, invitation.*.
Never: knows a contact or a conversation.
"""
