import i18next from "i18next";

/** The sentence to show for a failure: the server's own when it said one. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.message) {
    return error.message;
  }
  return i18next.t("shell.state.unreachable");
}

/** The stable code of a refusal; null for what the server did not refuse. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

export function statusOf(error: unknown): number | null {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : null;
}
