import type { ConversationOut } from "@obrol/api";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import { useLiveClient } from "@/live/LiveProvider";
import { emptyDraft } from "../outbox/Drafts";
import type { Mode } from "../outbox/database";
import { useDraft, useSending, useTray } from "../outbox/SendingProvider";
import { contentsOf, lengthOf, sizeLimit, TEXT_LIMIT } from "./contents";

// The server shows "writing…" for six seconds; twice as often keeps it steady.
const TYPING_EVERY = 3_000;

/** What is being written in one conversation: draft, files, limits, and sending it. */
export function useComposer({ id }: ConversationOut, box: RefObject<HTMLTextAreaElement | null>) {
  const { t, i18n } = useTranslation();
  const sending = useSending();
  const live = useLiveClient();
  const draft = useDraft(id) ?? emptyDraft(id);
  const files = useTray(id);
  const [complaints, setComplaints] = useState<string[]>([]);
  const saidTyping = useRef(0);

  // What was begun on another device comes when the conversation is opened; what was begun here is given when it is left.
  useEffect(() => {
    void sending?.drafts.follow(id);
    return () => void sending?.drafts.push();
  }, [sending, id]);

  const { mode } = draft;
  const text = draft[mode];
  const excess = lengthOf(text) - TEXT_LIMIT;
  const attachments = files.flatMap((item) =>
    item.state.kind === "ready" ? [item.state.attachment] : [],
  );
  const everyFileReady = attachments.length === files.length;
  const canSend =
    sending !== null &&
    excess <= 0 &&
    (mode === "note"
      ? text.trim() !== "" && files.length === 0
      : everyFileReady && (text.trim() !== "" || attachments.length > 0));

  const write = (next: string) => {
    sending?.drafts.write(id, { [mode]: next });
    setComplaints([]);
    if (mode === "reply" && next && Date.now() - saidTyping.current > TYPING_EVERY) {
      saidTyping.current = Date.now();
      live.typing(id);
    }
  };

  const complaintAbout = ({ name, size, type }: File): string | null => {
    const most = sizeLimit(type);
    if (size > most) {
      return t("composer.tooBig", { name, limit: fileSize(most, i18n.language) });
    }
    return size === 0 ? t("composer.empty", { name }) : null;
  };

  const submit = () => {
    if (!canSend) {
      return;
    }
    if (mode === "note") {
      void sending.outbox.add(id, { kind: "note", text: text.trim() });
    } else {
      for (const content of contentsOf(text, attachments)) {
        void sending.outbox.add(id, { kind: "reply", content });
      }
      for (const item of files) {
        void sending.tray.remove(item.id);
      }
    }
    saidTyping.current = 0;
    setComplaints([]);
    sending.drafts.write(id, { [mode]: "" });
    void sending.drafts.push();
  };

  return {
    mode,
    text,
    files,
    excess,
    canSend,
    complaints,
    write,
    submit,
    setMode: (next: Mode) => {
      sending?.drafts.write(id, { mode: next });
      box.current?.focus();
    },
    insert: (words: string) => {
      const field = box.current;
      const [from, to] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
      write(text.slice(0, from) + words + text.slice(to));
      requestAnimationFrame(() => {
        field?.focus();
        field?.setSelectionRange(from + words.length, from + words.length);
      });
    },
    attach: (chosen: readonly File[]) => {
      setComplaints(chosen.map(complaintAbout).filter((complaint) => complaint !== null));
      void sending?.tray.add(
        id,
        chosen.filter((file) => complaintAbout(file) === null),
      );
      box.current?.focus();
    },
    detach: (fileId: string) => void sending?.tray.remove(fileId),
    retryUpload: (fileId: string) => sending?.tray.retry(fileId),
    pause: () => {
      saidTyping.current = 0;
    },
  };
}
