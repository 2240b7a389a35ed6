import type { Button, Card, Content, QuickReply } from "@obrol/api";
import { IconCheck, IconClick, IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./content.module.css";
import { MediaView } from "./MediaView";
import { RichText } from "./RichText";

type Props = {
  content: Content;
  messageId: string;
  /** Ids of the buttons and quick replies of this message that the contact chose. */
  chosen: ReadonlySet<string>;
};

/** A message as the contact saw it. */
export function ContentView({ content, messageId, chosen }: Props) {
  const { t } = useTranslation();
  switch (content.kind) {
    case "text":
      return (
        <>
          <RichText text={content.text} />
          <Buttons buttons={content.buttons} chosen={chosen} />
          <QuickReplies chosen={chosen} replies={content.quick_replies} />
        </>
      );
    case "choice":
      return (
        <span className={classes.choice} title={t("conversation.answered")}>
          <IconClick aria-label={t("conversation.answered")} role="img" size={16} stroke={1.75} />
          <RichText text={content.text} />
        </span>
      );
    case "cards":
      return (
        <div className={classes.cards}>
          {content.cards.map((card) => (
            <CardView card={card} chosen={chosen} key={card.title} messageId={messageId} />
          ))}
        </div>
      );
    default:
      return (
        <>
          <MediaView kind={content.kind} media={content.media} messageId={messageId} />
          {content.caption ? <RichText text={content.caption} /> : null}
        </>
      );
  }
}

function Buttons({ buttons, chosen }: { buttons: Button[]; chosen: ReadonlySet<string> }) {
  const { t } = useTranslation();
  if (buttons.length === 0) {
    return null;
  }
  return (
    <ul className={classes.buttons}>
      {buttons.map((button) => (
        <li
          className={classes.button}
          data-chosen={chosen.has(button.id) || undefined}
          key={button.id}
        >
          {button.url ? (
            <a
              href={button.url}
              rel="noopener noreferrer nofollow"
              target="_blank"
              title={t("conversation.link", { url: button.url })}
            >
              {button.label}
              <IconExternalLink aria-hidden size={14} />
            </a>
          ) : (
            <Offer chosen={chosen.has(button.id)} label={button.label} />
          )}
        </li>
      ))}
    </ul>
  );
}

function QuickReplies({ replies, chosen }: { replies: QuickReply[]; chosen: ReadonlySet<string> }) {
  if (replies.length === 0) {
    return null;
  }
  return (
    <ul className={classes.quickReplies}>
      {replies.map((reply) => (
        <li
          className={classes.quickReply}
          data-chosen={chosen.has(reply.id) || undefined}
          key={reply.id}
        >
          <Offer chosen={chosen.has(reply.id)} label={reply.label} />
        </li>
      ))}
    </ul>
  );
}

function Offer({ label, chosen }: { label: string; chosen: boolean }) {
  const { t } = useTranslation();
  return (
    <span title={chosen ? t("conversation.pressed", { label }) : undefined}>
      {chosen ? (
        <IconCheck
          aria-label={t("conversation.pressed", { label })}
          role="img"
          size={14}
          stroke={2.5}
        />
      ) : null}
      {label}
    </span>
  );
}

function CardView({
  card,
  messageId,
  chosen,
}: {
  card: Card;
  messageId: string;
  chosen: ReadonlySet<string>;
}) {
  return (
    <div className={classes.card}>
      {card.image ? <MediaView kind="image" media={card.image} messageId={messageId} /> : null}
      <span className={classes.cardTitle}>{card.title}</span>
      {card.subtitle ? <span className={classes.cardText}>{card.subtitle}</span> : null}
      <Buttons buttons={card.buttons} chosen={chosen} />
    </div>
  );
}
