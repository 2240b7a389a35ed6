import { Textarea } from "@mantine/core";
import type { ConversationOut } from "@obrol/api";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/lib/commands";
import { useReader } from "@/lib/reader";
import { useSeeMentions } from "../mentions/useSeeMentions";
import { useSending } from "../outbox/SendingProvider";
import { SubflowButton } from "../subflow/SubflowButton";
import { ComposerTools } from "./ComposerTools";
import classes from "./composer.module.css";
import { DropArea } from "./DropArea";
import { ModeSwitch } from "./ModeSwitch";
import { News } from "./News";
import { PersonaPicker } from "./PersonaPicker";
import { Preview } from "./Preview";
import { Recorder } from "./Recorder";
import { Said } from "./Said";
import { ScheduledList } from "./ScheduledList";
import { SendLater } from "./SendLater";
import { SuggestionList } from "./SuggestionList";
import { TrayView } from "./TrayView";
import { useComposer } from "./useComposer";
import { VariablePicker } from "./VariablePicker";

/** Part 3: where an agent writes to the contact, or a note to the team. */
export function Composer({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(conversation, box);
  const [recording, setRecording] = useState(false);
  const { mode, text, files, suggestions } = composer;
  const { enterSends } = useReader();
  const ready = useSending() !== null;
  const write = (next: "reply" | "note") => {
    composer.setMode(next);
    box.current?.focus();
  };
  useCommand("reply", () => write("reply"));
  useCommand("note", () => write("note"));
  const name = conversation.contact.name;
  const isNote = mode === "note";
  useSeeMentions(conversation.id);
  return (
    <div className={classes.frame}>
      <DropArea onFiles={composer.attach} />
      <ScheduledList conversation={conversation} />
      <div className={classes.anchor}>
        <SuggestionList list={suggestions} />
      </div>
      <form
        aria-label={t("composer.label")}
        className={classes.box}
        data-mode={mode}
        onSubmit={(event) => {
          event.preventDefault();
          void composer.submit();
        }}
      >
        <div className={classes.top}>
          <ModeSwitch mode={mode} onChange={composer.setMode} />
          <span className={classes.topTools}>
            <SendLater
              conversation={conversation}
              disabled={isNote || !composer.canSend}
              onSchedule={composer.sendLater}
            />
            <VariablePicker onPick={composer.insertVariable} />
          </span>
        </div>
        <Textarea
          aria-activedescendant={suggestions.activeId}
          aria-autocomplete="list"
          aria-controls={suggestions.isOpen ? suggestions.listId : undefined}
          aria-label={t(isNote ? "composer.noteBox" : "composer.replyBox", { name })}
          autosize
          classNames={{ input: classes.input ?? "" }}
          disabled={!ready}
          maxRows={10}
          minRows={2}
          onBlur={() => {
            composer.pause();
            suggestions.close();
          }}
          onChange={(event) => {
            composer.caretAt(event.currentTarget.selectionStart);
            composer.write(event.currentTarget.value);
          }}
          onFocus={suggestions.reopen}
          onKeyDown={(event) => {
            // While an input method composes, Enter belongs to it; 229 is how older browsers say so.
            if (event.nativeEvent.isComposing || event.keyCode === 229) {
              return;
            }
            if (!hasModifier(event) && suggestions.takesKey(event.key)) {
              event.preventDefault();
              event.stopPropagation();
            } else if (event.key === "Enter" && sends(event, enterSends)) {
              event.preventDefault();
              void composer.submit();
            }
          }}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length > 0) {
              event.preventDefault();
              composer.attach(pasted);
            }
          }}
          onSelect={(event) => composer.caretAt(event.currentTarget.selectionStart)}
          placeholder={isNote ? t("composer.noteHint") : t("composer.replyHint", { name })}
          ref={box}
          value={text}
          variant="unstyled"
        />
        {isNote ? null : (
          <Preview
            complaints={composer.complaints}
            contactName={name}
            conversationId={conversation.id}
            text={text}
          />
        )}
        <TrayView items={files} onRemove={composer.detach} onRetry={composer.retryUpload} />
        {recording ? (
          <Recorder
            onClose={() => setRecording(false)}
            onFile={(file) => composer.attach([file])}
          />
        ) : null}
        <News items={composer.news} />
        <div className={classes.bottom}>
          <PersonaPicker
            disabled={isNote}
            onChange={composer.setPersona}
            personaId={composer.personaId}
          />
          <Said composer={composer} conversation={conversation} />
          <ComposerTools
            canAttach={!isNote}
            canSend={composer.canSend}
            mode={mode}
            onEmoji={composer.insert}
            onFiles={composer.attach}
            subflow={<SubflowButton className={classes.tool} conversation={conversation} />}
            onRecord={() => setRecording(true)}
          />
        </div>
      </form>
    </div>
  );
}

function hasModifier(event: React.KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
}

/** Enter, or Shift + Enter where the agent has swapped them; with Ctrl or Cmd it always sends. */
function sends(event: React.KeyboardEvent, enterSends: boolean): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey !== enterSends;
}
