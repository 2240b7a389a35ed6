import type { ConversationOut, TimelineItem } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { newId } from "@/lib/ids";
import { sentenceOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { UNDO_SECONDS } from "@/lib/undo";
import type { Draft } from "../outbox/database";
import { useSending } from "../outbox/SendingProvider";
import type { TrayItem } from "../outbox/Tray";
import { colleaguesQuery, resolvedQuery, scheduleReply } from "../writing.api";
import { contentsOf, toContentIn } from "./contents";
import { useGaps } from "./gaps";
import { mentionedIn } from "./mentions";
import { newsSince } from "./news";

type Given = {
  conversation: ConversationOut;
  draft: Draft;
  files: readonly TrayItem[];
  excess: number;
  setComplaints: (complaints: string[]) => void;
};

/** Sending what is in the composer: what may stop it, once or until it is mended, and where it goes. */
export function useSubmit({ conversation, draft, files, excess, setComplaints }: Given) {
  const { id, contact } = conversation;
  const cache = useQueryClient();
  const sending = useSending();
  const { agentId, undoSend } = useReader();
  const gapsIn = useGaps();
  const [news, setNews] = useState<{ text: string; items: readonly TimelineItem[] } | null>(null);
  const busy = useRef(false);
  const { mode } = draft;
  const text = draft[mode];
  const attachments = files.flatMap(({ state }) =>
    state.kind === "ready" ? [state.attachment] : [],
  );
  const canSend =
    sending !== null &&
    excess <= 0 &&
    (mode === "note"
      ? text.trim() !== "" && files.length === 0
      : attachments.length === files.length && (text.trim() !== "" || attachments.length > 0));

  /** What was said meanwhile is shown once, and the next try sends. */
  const showsNews = (): boolean => {
    if (mode === "note" || news !== null) {
      return false;
    }
    const items = newsSince(cache, id, draft.began, agentId);
    if (items.length > 0) {
      setNews({ text, items });
    }
    return items.length > 0;
  };

  /** The text as the contact will read it; undefined when something is missing. Without an answer the server decides. */
  const resolved = async (): Promise<string | null | undefined> => {
    if (!text.includes("{{")) {
      return null;
    }
    const answer = await cache
      .fetchQuery({ ...resolvedQuery(id, text.trim()), staleTime: 0 })
      .catch(() => null);
    const gaps = answer ? gapsIn(answer, contact.name) : [];
    setComplaints(gaps);
    return gaps.length > 0 ? undefined : (answer?.text ?? null);
  };

  const sendNote = async () => {
    const colleagues = text.includes("@")
      ? await cache.ensureQueryData(colleaguesQuery).catch(() => [])
      : [];
    const others = colleagues.filter((one) => !one.disabled && one.id !== agentId);
    const note = { kind: "note", text: text.trim(), mentions: mentionedIn(text, others) } as const;
    void sending?.outbox.add(id, note, { waitFor: undoSend ? UNDO_SECONDS * 1_000 : 0 });
    return true;
  };

  const sendReply = async (): Promise<boolean> => {
    const shown = await resolved();
    if (shown === undefined) {
      return false;
    }
    const together = { batch: newId(), waitFor: undoSend ? UNDO_SECONDS * 1_000 : 0 };
    const { persona_id } = draft;
    contentsOf(text, attachments).forEach((content, index) => {
      const entry = {
        kind: "reply",
        content,
        persona_id,
        shown: index === 0 ? shown : null,
      } as const;
      void sending?.outbox.add(id, entry, together);
    });
    for (const item of files) {
      void sending?.tray.remove(item.id);
    }
    return true;
  };

  const clear = () => {
    setComplaints([]);
    setNews(null);
    sending?.drafts.write(id, { [mode]: "", began: null });
    void sending?.drafts.push();
  };

  const submit = async () => {
    if (!canSend || busy.current || showsNews()) {
      return;
    }
    busy.current = true;
    try {
      const sent = await (mode === "note" ? sendNote() : sendReply());
      // What was typed while the server was asked is another text, and stays.
      if (sent) {
        clear();
      }
    } finally {
      busy.current = false;
    }
  };

  /** Keeps the reply on the server until its time; it stays in the composer when that was refused. */
  const sendLater = async (at: Date, anyway: boolean): Promise<boolean> => {
    if (!canSend || mode === "note" || (await resolved()) === undefined) {
      return false;
    }
    try {
      await scheduleReply({
        conversationId: id,
        id: newId(),
        contents: contentsOf(text, attachments).map(toContentIn),
        persona_id: draft.persona_id,
        send_at: at.toISOString(),
        send_anyway: anyway,
      });
    } catch (error) {
      setComplaints([sentenceOf(error)]);
      return false;
    }
    void cache.invalidateQueries({ queryKey: keys.scheduled(id) });
    for (const item of files) {
      void sending.tray.remove(item.id);
    }
    clear();
    return true;
  };

  return { canSend, submit, sendLater, news: news?.items ?? [] };
}
