import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { clockTime, fullTime } from "@/lib/time";
import { BotFace, Face } from "@/ui/Face";
import type { Block, Bubble } from "./blocks";
import classes from "./bubbles.module.css";
import { MessageBubble } from "./MessageBubble";
import { NoteBubble } from "./NoteBubble";
import { PendingBubble } from "./PendingBubble";

type Group = Extract<Block, { kind: "group" }>;

type Props = {
  group: Group;
  contact: { name: string; picture_url: string | null };
  chosenIn: (messageId: string) => ReadonlySet<string>;
  foundId: string | undefined;
};

/** What one author wrote in one go. */
export const GroupView = memo(function GroupView({ group, contact, chosenIn, foundId }: Props) {
  const { t } = useTranslation();
  const { agentId, time } = useReader();
  const { author, isNote, at } = group;
  const ours = author.kind !== "contact";
  const name = author.id === agentId ? t("conversation.you") : author.name;
  const persona = personaIn(group);
  const said = persona ? t("conversation.as", { name, persona: persona.name }) : name;
  const label = author.kind === "bot" ? `${t("conversation.bot")} · ${author.name}` : said;
  return (
    <article aria-label={label} className={classes.group} data-ours={ours || undefined}>
      <header className={classes.groupHead}>
        <span className={classes.groupName}>{label}</span>
        {isNote ? <span>{t("conversation.note")}</span> : null}
        <time dateTime={at.toISOString()} title={fullTime(at, time)}>
          {clockTime(at, time)}
        </time>
      </header>
      <span className={classes.groupFace}>
        {author.kind === "bot" ? (
          <BotFace size={32} />
        ) : (
          <Face
            name={ours ? (persona?.name ?? author.name) : contact.name}
            picture={ours ? persona?.picture_url : contact.picture_url}
            size={32}
          />
        )}
      </span>
      <div className={classes.bubbles}>
        {group.bubbles.map((bubble, index) => (
          <BubbleView
            bubble={bubble}
            chosenIn={chosenIn}
            found={bubble.id === foundId}
            key={bubble.id}
            showTicks={endsARun(group.bubbles, index)}
          />
        ))}
      </div>
    </article>
  );
});

/** What the contact sees of whoever chose a persona; null as long as the server has not said. */
function personaIn({ personaId, bubbles }: Group) {
  const sent = bubbles.find((bubble) => bubble.kind === "message");
  return personaId !== null && sent?.kind === "message" ? sent.message.shown_as : null;
}

/** Ticks stand on the last of several messages that have come equally far. */
function endsARun(bubbles: readonly Bubble[], index: number): boolean {
  const [bubble, next] = [bubbles[index], bubbles[index + 1]];
  return !(
    bubble?.kind === "message" &&
    next?.kind === "message" &&
    bubble.message.delivery === next.message.delivery
  );
}

function BubbleView({
  bubble,
  chosenIn,
  found,
  showTicks,
}: {
  bubble: Bubble;
  chosenIn: Props["chosenIn"];
  found: boolean;
  showTicks: boolean;
}) {
  switch (bubble.kind) {
    case "message":
      return (
        <MessageBubble
          chosen={chosenIn(bubble.id)}
          found={found}
          message={bubble.message}
          showTicks={showTicks}
        />
      );
    case "note":
      return <NoteBubble note={bubble.note} />;
    case "pending":
      return <PendingBubble entry={bubble.entry} />;
  }
}
