import type { ConversationOut } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import { useLiveClient } from "@/live/LiveProvider";
import { emptyDraft } from "../outbox/Drafts";
import type { Mode } from "../outbox/database";
import { useDraft, useSending, useTray } from "../outbox/SendingProvider";
import { noteUse } from "../writing.api";
import { lengthOf, sizeLimit, TEXT_LIMIT } from "./contents";
import { beganNow } from "./news";
import type { Token } from "./token";
import { useSubmit } from "./useSubmit";
import { type Suggestion, useSuggestions } from "./useSuggestions";
import { placeholder } from "./variables";

// The server shows "writing…" for six seconds; twice as often keeps it steady.
const TYPING_EVERY = 3_000;

/** What is being written in one conversation: draft, files, suggestions, limits, and sending it. */
export function useComposer(
  conversation: ConversationOut,
  box: RefObject<HTMLTextAreaElement | null>,
) {
  const { id } = conversation;
  const { t, i18n } = useTranslation();
  const cache = useQueryClient();
  const sending = useSending();
  const live = useLiveClient();
  const draft = useDraft(id) ?? emptyDraft(id);
  const files = useTray(id);
  const [complaints, setComplaints] = useState<string[]>([]);
  const [caret, setCaret] = useState(0);
  const saidTyping = useRef(0);

  // What was begun on another device comes when the conversation is opened; what was begun here is given when it is left.
  useEffect(() => {
    void sending?.drafts.follow(id);
    return () => void sending?.drafts.push();
  }, [sending, id]);

  const { mode } = draft;
  const text = draft[mode];
  const excess = lengthOf(text) - TEXT_LIMIT;
  const submission = useSubmit({ conversation, draft, files, excess, setComplaints });

  const write = (next: string) => {
    const begins = text === "" || draft.began === null;
    sending?.drafts.write(id, {
      [mode]: next,
      ...(next === "" ? { began: null } : begins ? { began: beganNow(cache, conversation) } : {}),
    });
    setComplaints([]);
    if (mode === "reply" && next && Date.now() - saidTyping.current > TYPING_EVERY) {
      saidTyping.current = Date.now();
      live.typing(id);
    }
  };

  /** Puts words in the place of others, with the caret behind them. */
  const replace = (from: number, to: number, words: string) => {
    write(text.slice(0, from) + words + text.slice(to));
    setCaret(from + words.length);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(from + words.length, from + words.length);
    });
  };

  const insert = (words: string) => {
    const field = box.current;
    replace(field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length, words);
  };

  const choose = ({ insert: words, shortcut }: Suggestion, token: Token) => {
    replace(token.from, token.to, words);
    if (shortcut) {
      void noteUse(shortcut.id).catch(() => undefined);
      if (mode === "reply" && shortcut.attachments.length > 0) {
        void sending?.tray.addUploaded(id, shortcut.attachments);
      }
    }
  };

  const complaintAbout = ({ name, size, type }: File): string | null => {
    const most = sizeLimit(type);
    if (size > most) {
      return t("composer.tooBig", { name, limit: fileSize(most, i18n.language) });
    }
    return size === 0 ? t("composer.empty", { name }) : null;
  };

  return {
    ...submission,
    mode,
    text,
    files,
    excess,
    complaints,
    personaId: draft.persona_id,
    suggestions: useSuggestions(text, caret, mode, choose),
    write,
    insert,
    insertVariable: (path: string) => insert(placeholder(path)),
    caretAt: setCaret,
    setPersona: (personaId: string | null) => sending?.drafts.write(id, { persona_id: personaId }),
    setMode: (next: Mode) => {
      sending?.drafts.write(id, { mode: next });
      setComplaints([]);
      box.current?.focus();
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
