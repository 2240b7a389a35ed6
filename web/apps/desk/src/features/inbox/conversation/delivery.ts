import type { DeliveryState } from "@obrol/api";

/** Codes that a channel's refusal can have; what follows ": " are the vendor's own words. */
const REASONS = [
  "taken_over",
  "stopped",
  "window_closed",
  "rejected",
  "outcome_unknown",
  "unreachable",
  "credentials_revoked",
] as const;

type Known = (typeof REASONS)[number];
export type Reason = { key: Known | "rejectedPlain" | "other"; detail: string };

/** Why a message is where it is, told apart into what we have words for and what the vendor said. */
export function reasonOf(deliveryReason: string | null): Reason | null {
  if (!deliveryReason) {
    return null;
  }
  const [code = "", ...rest] = deliveryReason.split(": ");
  const detail = rest.join(": ");
  const known = REASONS.find((reason) => reason === code);
  if (!known) {
    return { key: "other", detail: deliveryReason };
  }
  return known === "rejected" && !detail
    ? { key: "rejectedPlain", detail }
    : { key: known, detail };
}

/** States that need a sentence and, where it helps, another try. */
export function needsAttention(delivery: DeliveryState): boolean {
  return delivery === "failed" || delivery === "unknown" || delivery === "held";
}

export function canSendAgain(delivery: DeliveryState): boolean {
  return delivery === "failed" || delivery === "unknown";
}
