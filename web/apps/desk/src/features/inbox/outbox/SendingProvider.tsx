import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { useReader } from "@/lib/reader";
import { useLiveState } from "@/live/LiveProvider";
import { toContentIn } from "../composer/contents";
import { draftStore, postMessage, postNote, uploadFile } from "../sending.api";
import { putItem, putMessage } from "../timeline";
import { Drafts } from "./Drafts";
import { type Draft, type OutboxEntry, openOutboxDatabase } from "./database";
import { Outbox, type Sent } from "./Outbox";
import { Tray, type TrayItem } from "./Tray";

type Sending = { outbox: Outbox; drafts: Drafts; tray: Tray };

const SendingContext = createContext<Sending | null>(null);

function post({ id, conversation_id, what }: OutboxEntry): Promise<Sent> {
  if (what.kind === "note") {
    return postNote(conversation_id, id, what.text, what.mentions ?? []).then((note) => ({
      kind: "note",
      note,
    }));
  }
  const { content, persona_id = null } = what;
  return postMessage(conversation_id, id, toContentIn(content), persona_id).then((message) => ({
    kind: "reply",
    message,
  }));
}

/** Opens what this agent has not sent yet, and keeps it going as long as somebody is signed in. */
export function SendingProvider({ children }: { children: ReactNode }) {
  const { agentId } = useReader();
  const cache = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const live = useLiveState();

  useEffect(() => {
    let closed = false;
    let opened: Sending | null = null;
    const onSent = (sent: Sent) => {
      if (sent.kind === "reply") {
        putMessage(cache, sent.message);
      } else {
        const { note } = sent;
        const key = `n${note.id}`;
        putItem(cache, note.conversation_id, { type: "note", key, at: note.created_at, note });
      }
    };
    void openOutboxDatabase(agentId).then(async (database) => {
      if (closed) {
        return;
      }
      const outbox = new Outbox({ agentId, database, post, onSent });
      opened = {
        outbox,
        drafts: new Drafts(database, draftStore),
        tray: new Tray(database, uploadFile),
      };
      await Promise.all([opened.outbox.start(), opened.drafts.start(), opened.tray.start()]);
      if (!closed) {
        setSending(opened);
      }
    });
    const leave = () => {
      if (document.visibilityState === "hidden") {
        void opened?.drafts.push(true);
        void opened?.outbox.release();
      }
    };
    document.addEventListener("visibilitychange", leave);
    return () => {
      closed = true;
      document.removeEventListener("visibilitychange", leave);
      opened?.outbox.close();
    };
  }, [agentId, cache]);

  useEffect(() => {
    if (live.kind === "live") {
      sending?.outbox.hurry();
      void sending?.drafts.push();
    }
  }, [live, sending]);

  return <SendingContext value={sending}>{children}</SendingContext>;
}

/** Null for the moment in which the browser opens its database. */
export function useSending(): Sending | null {
  return useContext(SendingContext);
}

const never = () => () => {};
const noEntries: readonly OutboxEntry[] = [];
const noItems: readonly TrayItem[] = [];

export function usePending(conversationId: string): readonly OutboxEntry[] {
  const sending = useSending();
  const entries = useSyncExternalStore(
    sending?.outbox.subscribe ?? never,
    sending?.outbox.entries ?? (() => noEntries),
  );
  return useMemo(
    () => entries.filter((entry) => entry.conversation_id === conversationId),
    [entries, conversationId],
  );
}

export function useDraft(conversationId: string): Draft | null {
  const sending = useSending();
  const drafts = useSyncExternalStore(
    sending?.drafts.subscribe ?? never,
    sending?.drafts.all ?? (() => null),
  );
  return drafts && sending ? sending.drafts.of(conversationId) : null;
}

export function useTray(conversationId: string): readonly TrayItem[] {
  const sending = useSending();
  const items = useSyncExternalStore(
    sending?.tray.subscribe ?? never,
    sending?.tray.items ?? (() => noItems),
  );
  return useMemo(
    () => items.filter((item) => item.conversation_id === conversationId),
    [items, conversationId],
  );
}
