/** How long what was sent can be taken back, for agents who want that. */
export const UNDO_SECONDS = 5;
