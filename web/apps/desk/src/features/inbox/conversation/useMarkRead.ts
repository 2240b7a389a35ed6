import type { ConversationRow } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { markRead } from "../api";
import { putRead } from "../live";
import { unreadOf } from "../rows";

// Long enough that walking through the list with an arrow key marks nothing as read.
const LOOKED = 400;

/** Marks a conversation as read once somebody has really had it before their eyes. */
export function useMarkRead(row: ConversationRow, isShown: boolean): void {
  const cache = useQueryClient();
  const attentive = useAttention();
  const { id, inbound_count } = row.conversation;
  const unread = unreadOf(row) > 0;
  useEffect(() => {
    if (!attentive || !isShown || !unread) {
      return;
    }
    const timer = setTimeout(() => {
      // The badge of another screen follows by the feed; if this is lost, the next look marks it again.
      markRead(id, inbound_count).then(
        () => putRead(cache, id, inbound_count),
        () => undefined,
      );
    }, LOOKED);
    return () => clearTimeout(timer);
  }, [attentive, isShown, unread, id, inbound_count, cache]);
}

function useAttention(): boolean {
  const [attentive, setAttentive] = useState(isLooking);
  useEffect(() => {
    const look = () => setAttentive(isLooking());
    for (const change of ["focus", "blur"]) {
      window.addEventListener(change, look);
    }
    document.addEventListener("visibilitychange", look);
    return () => {
      for (const change of ["focus", "blur"]) {
        window.removeEventListener(change, look);
      }
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return attentive;
}

function isLooking(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
