import { Textarea } from "@mantine/core";
import type { ConversationOut } from "@obrol/api";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { useSending } from "../outbox/SendingProvider";
import { SubflowButton } from "../subflow/SubflowButton";
import { ComposerTools } from "./ComposerTools";
import classes from "./composer.module.css";
import { TEXT_LIMIT } from "./contents";
import { DropArea } from "./DropArea";
import { ModeSwitch } from "./ModeSwitch";
import { TrayView } from "./TrayView";
import { useComposer } from "./useComposer";

/** Part 3: where an agent writes to the contact, or a note to the team. */
export function Composer({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(conversation, box);
  const { mode, text, files, excess, complaints } = composer;
  const { enterSends } = useReader();
  const ready = useSending() !== null;
  const name = conversation.contact.name;
  const isNote = mode === "note";
  const hasFilesInNote = isNote && files.length > 0;
  return (
    <div className={classes.frame}>
      <DropArea onFiles={composer.attach} />
      <form
        aria-label={t("composer.label")}
        className={classes.box}
        data-mode={mode}
        onSubmit={(event) => {
          event.preventDefault();
          composer.submit();
        }}
      >
        <div className={classes.top}>
          <ModeSwitch mode={mode} onChange={composer.setMode} />
        </div>
        <Textarea
          aria-label={t(isNote ? "composer.noteBox" : "composer.replyBox", { name })}
          autosize
          classNames={{ input: classes.input ?? "" }}
          disabled={!ready}
          maxRows={10}
          minRows={2}
          onBlur={composer.pause}
          onChange={(event) => composer.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            // While an input method composes, Enter belongs to it; 229 is how older browsers say so.
            const composing = event.nativeEvent.isComposing || event.keyCode === 229;
            if (event.key === "Enter" && !composing && sends(event, enterSends)) {
              event.preventDefault();
              composer.submit();
            }
          }}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length > 0) {
              event.preventDefault();
              composer.attach(pasted);
            }
          }}
          placeholder={isNote ? t("composer.noteHint") : t("composer.replyHint", { name })}
          ref={box}
          value={text}
          variant="unstyled"
        />
        <TrayView items={files} onRemove={composer.detach} onRetry={composer.retryUpload} />
        <div className={classes.bottom}>
          <div aria-live="polite" className={classes.said}>
            {excess > 0 ? (
              <span className={classes.complaint}>
                {t("composer.tooLong", { count: excess, limit: TEXT_LIMIT })}
              </span>
            ) : null}
            {hasFilesInNote ? (
              <span className={classes.complaint}>{t("composer.notesHaveNoFiles")}</span>
            ) : null}
            {complaints.map((complaint) => (
              <span className={classes.complaint} key={complaint}>
                {complaint}
              </span>
            ))}
            {excess <= 0 && complaints.length === 0 && !hasFilesInNote ? (
              <span className={classes.hint}>
                {!isNote && conversation.answering === "bot"
                  ? t("composer.takesOver")
                  : t(enterSends ? "composer.keys" : "composer.keysSwapped")}
              </span>
            ) : null}
          </div>
          <ComposerTools
            canAttach={!isNote}
            canSend={composer.canSend}
            mode={mode}
            onEmoji={composer.insert}
            onFiles={composer.attach}
            subflow={<SubflowButton className={classes.tool} conversation={conversation} />}
          />
        </div>
      </form>
    </div>
  );
}

/** Enter, or Shift + Enter where the agent has swapped them; with Ctrl or Cmd it always sends. */
function sends(event: React.KeyboardEvent, enterSends: boolean): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey !== enterSends;
}
