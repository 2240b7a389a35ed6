import type { AttachmentOut, ContentIn, MessageOut, NoteOut } from "@obrol/api";
import { api, asked, Refused, Unreachable } from "@obrol/api/client";
import type { DraftStore } from "./outbox/Drafts";

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

/** Uploads a file; XMLHttpRequest because fetch cannot say how far it has come. */
export function uploadFile(
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<AttachmentOut> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/attachments");
    request.responseType = "json";
    request.upload.onprogress = (progress) => {
      if (progress.lengthComputable) {
        onProgress(progress.loaded / progress.total);
      }
    };
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(request.response);
      } else if (request.response?.code) {
        reject(new Refused(request.response));
      } else {
        reject(new Unreachable(`HTTP ${request.status}`));
      }
    };
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, name);
    request.send(form);
  });
}
