import type { Upload, Uploaded } from "./ports";
import type { Media, MediaKind, Page, Said } from "./protocol";

const ANSWER_LIMIT = 15_000; // ms

/** The server's part of our own address, so that Obrol may live under any path. */
const API = new URL("api/", location.href);

export async function createSession(
  channel: string,
  locale: string,
  page: Page | null,
): Promise<string> {
  const response = await fetch(new URL("session", API), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channel, locale, page }),
    signal: AbortSignal.timeout(ANSWER_LIMIT),
  });
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
}

export async function fetchJson(path: string): Promise<unknown> {
  const response = await fetch(new URL(path, API), { signal: AbortSignal.timeout(ANSWER_LIMIT) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export function liveAddress(): string {
  return new URL("live", API).href.replace(/^http/, "ws");
}

/** Uploads by XMLHttpRequest, because fetch tells nobody how far it has come. */
export function upload(
  file: File,
  token: string,
  progressed: (share: number) => void,
  sorry: string,
): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => progressed(total ? loaded / total : 0);
    request.onload = () => resolve(outcome(request.status, request.responseText, sorry));
    request.onerror = () => resolve({ outcome: "failed" });
    request.onabort = () => resolve({ outcome: "failed" });
  });
  const form = new FormData();
  form.append("file", file);
  request.open("POST", new URL("attachments", API));
  request.setRequestHeader("authorization", `Bearer ${token}`);
  request.send(form);
  return { done, abort: () => request.abort() };
}

function outcome(status: number, text: string, sorry: string): Uploaded {
  if (status === 401) return { outcome: "unknown_session" };
  if (status >= 500 || status === 408 || status === 429) return { outcome: "failed" };
  try {
    const answer = JSON.parse(text) as Media & { detail?: string };
    if (status < 400) return { outcome: "stored", said: sayMedia(answer) };
    return { outcome: "refused", message: answer.detail || sorry };
  } catch {
    // An answer that is not ours, such as a proxy's page about the size of the body.
    return status < 400 ? { outcome: "failed" } : { outcome: "refused", message: sorry };
  }
}

/** Only what the server knows to be a picture, a sound or a film is shown as one. */
function sayMedia(media: Media): Said {
  const { attachment_id, name, media_type, size, width, height } = media;
  const kind = /^(image(?!\/svg)|audio|video)\//.exec(media_type)?.[1] ?? "file";
  return {
    kind: kind as MediaKind,
    media: { attachment_id, name, media_type, size, width, height },
  };
}
