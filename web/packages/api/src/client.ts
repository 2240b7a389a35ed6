import createClient from "openapi-fetch";
import type { paths } from "./schema";
import type { AttachmentOut, Problem } from "./shapes";

/** The server's "no": its sentence is the message, its code is stable. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  /** What the server said besides its sentence: the old words of a step that is gone. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "Refused";
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** The server could not be reached or did not answer sensibly: worth another try, unlike a refusal. */
export class Unreachable extends Error {
  constructor(message = "unreachable") {
    super(message);
    this.name = "Unreachable";
  }
}

type Answered<Data> = { data?: Data; error?: unknown; response: Response };

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "status" in error;
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });

/** The body of an answer; throws Refused for the server's no, Unreachable when nobody answered. */
export async function asked<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch(() => {
    throw new Unreachable();
  });
  if (response.ok) {
    return data as Data;
  }
  if (isProblem(error)) {
    throw new Refused(error);
  }
  throw new Unreachable(`HTTP ${response.status}`);
}

/** Uploads a file; XMLHttpRequest because fetch cannot say how far it has come. */
export function upload(
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
