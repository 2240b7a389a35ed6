/** What a failed try means for what was to be sent. */
export type Verdict =
  | { kind: "later" }
  | { kind: "signed_out" }
  | { kind: "refused"; refusal: { code: string; message: string } };

// Answers that say "not now" rather than "no".
const TRY_LATER = [408, 425, 429];

function isRefusal(error: unknown): error is { status: number; code: string; message: string } {
  return error instanceof Error && "status" in error && "code" in error;
}

export function verdictOn(error: unknown): Verdict {
  if (!isRefusal(error) || error.status >= 500 || TRY_LATER.includes(error.status)) {
    return { kind: "later" };
  }
  if (error.status === 401) {
    return { kind: "signed_out" };
  }
  return { kind: "refused", refusal: { code: error.code, message: error.message } };
}
