import type { ConversationOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { useTyping } from "@/live/LiveProvider";
import { BotFace, Face } from "@/ui/Face";
import classes from "./timeline.module.css";

/** Who is writing right now. */
export function TypingLine({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { agentId } = useReader();
  const typing = useTyping(conversation.id, agentId);
  return (
    <div aria-live="polite" className={classes.typing}>
      {typing.map((who) => (
        <span
          className={classes.typist}
          data-ours={who.kind !== "contact" || undefined}
          key={`${who.kind} ${who.id}`}
        >
          {who.kind === "bot" ? <BotFace size={24} /> : <Face name={who.name} size={24} />}
          <span className="visually-hidden">{`${who.name} ${t("inbox.head.typing")}`}</span>
          <span aria-hidden className={classes.dots}>
            <i />
            <i />
            <i />
          </span>
        </span>
      ))}
    </div>
  );
}
