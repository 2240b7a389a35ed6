import type { Upload, Uploaded } from "./ports";
import type { Media, MediaKind } from "./protocol";

const ANSWER_LIMIT = 15_000; // ms

/** The server's part of our own address, so that Obrol may live under any path. */
export const API = new URL("api/", location.href).href;

/** Asks the server; rejects when it refuses, and when it does not answer in time. */
export async function ask<Answer>(path: string, question?: unknown): Promise<Answer> {
  const answer = await fetch(API + path, {
    ...(question ? { method: "POST", headers: JSON_TYPE, body: JSON.stringify(question) } : {}),
    signal: AbortSignal.timeout(ANSWER_LIMIT),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Answer;
}

const JSON_TYPE = { "content-type": "application/json" };

/** Uploads by XMLHttpRequest, because fetch tells nobody how far it has come. */
export function upload(file: File, token: string, progressed: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => progressed(loaded / total);
    request.onloadend = () => {
      if (request.status === 401) reject(request.status);
      else resolve(uploaded(request.status, request.responseText));
    };
  });
  const form = new FormData();
  form.append("file", file);
  request.open("POST", `${API}attachments`);
  request.setRequestHeader("authorization", `Bearer ${token}`);
  request.send(form);
  return { done, abort: () => request.abort() };
}

/** A status of 0 is no answer at all. */
export function uploaded(status: number, text: string): Uploaded {
  if (status < 200 || status >= 500 || status === 408 || status === 429) return {};
  try {
    const answer = JSON.parse(text) as Media & { code?: string; detail?: string };
    if (status >= 400) throw answer;
    const { attachment_id, name, media_type, size, width, height } = answer;
    // Only what the server knows to be a picture, a sound or a film is shown as one.
    const kind = (/^(image(?!\/svg)|audio|video)/.exec(media_type)?.[0] ?? "file") as MediaKind;
    return { said: { kind, media: { attachment_id, name, media_type, size, width, height } } };
  } catch (answer) {
    // It may not be ours, such as a proxy's page about the size of the body.
    const { code = "", detail = "" } = answer as { code?: string; detail?: string };
    return { refused: { code, message: detail } };
  }
}
