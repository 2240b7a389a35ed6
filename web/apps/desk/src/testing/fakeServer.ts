import { api } from "@obrol/api/client";
import { afterEach, beforeEach } from "vitest";

type Asked = { method: string; path: string; body: unknown };
type Answer = { status?: number; body?: unknown };

/** A server of the test's own making, behind the real client: it answers what it is told to and remembers what it was asked. */
export function aServer(answers: Record<string, (body: unknown) => Answer>) {
  const asked: Asked[] = [];
  const middleware = {
    async onRequest({ request }: { request: Request }) {
      const path = new URL(request.url).pathname;
      const text = await request.clone().text();
      const body: unknown = text ? JSON.parse(text) : null;
      asked.push({ method: request.method, path, body });
      const { status = 200, body: said = null } =
        answers[`${request.method} ${path}`]?.(body) ?? refusal(404, "not_found", "Nothing here.");
      return status === 204 ? new Response(null, { status }) : Response.json(said, { status });
    },
  };
  beforeEach(() => {
    asked.length = 0;
    api.use(middleware);
  });
  afterEach(() => api.eject(middleware));
  return { asked };
}

export function refusal(status: number, code: string, detail: string): Answer {
  return { status, body: { type: "about:blank", title: code, status, code, detail } };
}
