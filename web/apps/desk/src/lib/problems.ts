import i18next from "i18next";

/** The sentence to show for a failure: the server's own when it said one. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.message) {
    return error.message;
  }
  return i18next.t("shell.state.unreachable");
}

export function statusOf(error: unknown): number | null {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : null;
}
