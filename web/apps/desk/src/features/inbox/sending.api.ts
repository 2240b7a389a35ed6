import type { ContentIn, MessageOut, NoteOut } from "@obrol/api";
import { api, asked, upload } from "@obrol/api/client";
import type { DraftStore } from "./outbox/Drafts";

export const uploadFile = upload;

export function postMessage(
  conversationId: string,
  id: string,
  content: ContentIn,
  personaId: string | null,
): Promise<MessageOut> {
  return asked(
    api.POST("/api/conversations/{conversation_id}/messages", {
      params: { path: { conversation_id: conversationId } },
      body: { id, content, persona_id: personaId },
    }),
  );
}

export function postNote(
  conversationId: string,
  id: string,
  text: string,
  mentions: string[],
): Promise<NoteOut> {
  return asked(
    api.POST("/api/conversations/{conversation_id}/notes", {
      params: { path: { conversation_id: conversationId } },
      body: { id, text, mentions },
    }),
  );
}

export const draftStore: DraftStore = {
  get: (conversationId) =>
    asked(
      api.GET("/api/conversations/{conversation_id}/draft", {
        params: { path: { conversation_id: conversationId } },
      }),
    ),
  put: (conversationId, draft, leaving) =>
    asked(
      api.PUT("/api/conversations/{conversation_id}/draft", {
        params: { path: { conversation_id: conversationId } },
        body: draft,
        keepalive: leaving,
      }),
    ),
};
