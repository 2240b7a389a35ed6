import { useEffect } from "react";
import { useLiveClient } from "@/live/LiveProvider";

/** Tells colleagues that one looks at a conversation, for as long as its window is to be seen. */
export function useLooking(conversationId: string): void {
  const client = useLiveClient();
  useEffect(() => {
    const say = () =>
      client.looking(document.visibilityState === "visible" ? conversationId : null);
    say();
    document.addEventListener("visibilitychange", say);
    return () => {
      document.removeEventListener("visibilitychange", say);
      client.looking(null);
    };
  }, [client, conversationId]);
}
