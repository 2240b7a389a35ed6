import type { Button, Content, Said } from "../sync/protocol";
import { safeAddress } from "../text/links";
import { Attachment } from "./attachment";
import { Icon } from "./icons";
import type { Row } from "./rows";
import { Link, Text } from "./text";
import type { View } from "./view";

interface BubbleProps {
  view: View;
  row: Row;
  /** The answers that were chosen, as message id and choice id. */
  chosen: ReadonlySet<string>;
}

export function Bubble(props: BubbleProps) {
  const { view, row } = props;
  const { words, conversation } = view;
  const { author, entry } = row;
  const mine = author.kind === "visitor";
  return (
    <div class={`row ${mine ? "mine " : ""}${row.first ? "first " : ""}${row.last ? "last" : ""}`}>
      {!mine && row.last && <Face {...author} />}
      <div class="said">
        <p class={!mine && row.first ? "small" : "unseen"}>
          {mine ? words.you : author.name}
          {author.kind === "bot" && <b>{words.automatic}</b>}
        </p>
        <Says {...props} />
        {entry && (entry.refused || !entry.said) && (
          <p class="small bad" role="alert">
            {entry.refused &&
              (words.refusals[entry.refused.code] ?? (entry.refused.message || words.refused))}{" "}
            {entry.refused && (entry.said || entry.kept) && (
              <button type="button" onclick={() => conversation.tell("again", row.id)}>
                {words.again}
              </button>
            )}{" "}
            <button type="button" onclick={() => conversation.tell("dropped", row.id)}>
              {words.remove}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

interface FaceProps {
  kind: string;
  name: string;
  picture_url?: string | null;
}

export function Face({ kind, name, picture_url }: FaceProps) {
  return (
    <i class="face" aria-hidden="true">
      {picture_url ? (
        <img src={safeAddress(picture_url)} alt="" />
      ) : kind === "bot" ? (
        <Icon name="bot" />
      ) : (
        [...name][0]
      )}
    </i>
  );
}

function Says(props: BubbleProps) {
  const { view, row } = props;
  const content: Content | Said | null = row.content;
  if (!content || "media" in content) return <Attachment view={view} row={row} />;
  if (content.kind === "text" || content.kind === "choice")
    return (
      <div class="bubble">
        <Text text={content.text} />
        <Offers {...props} buttons={"buttons" in content ? content.buttons : []} />
      </div>
    );
  if (content.kind === "cards")
    return (
      <div class="cards">
        {content.cards.map(({ image, title, subtitle, buttons }) => (
          <div class="bubble card">
            {image && <img src={safeAddress(image.thumbnail_url ?? image.url)} alt={image.name} />}
            <b>{title}</b>
            <Text text={subtitle} />
            <Offers {...props} buttons={buttons} />
          </div>
        ))}
      </div>
    );
  return <p class="bubble">{view.words.unknown}</p>;
}

function Offers({ view, row, chosen, buttons }: BubbleProps & { buttons: Button[] }) {
  return buttons.map(({ id, label, url }) => {
    const href = url && safeAddress(url);
    if (href)
      return (
        <Link class="offer" href={href}>
          {label}
        </Link>
      );
    return <Offer view={view} row={row} id={id} label={label} chosen={chosen.has(row.id + id)} />;
  });
}

interface OfferProps {
  view: View;
  row: Row;
  id: string;
  label: string;
  chosen: boolean;
}

/** An answer that the visitor may press instead of writing it. */
export function Offer({ view, row, id, label, chosen }: OfferProps) {
  return (
    <button
      type="button"
      class="offer"
      aria-pressed={chosen}
      onclick={() =>
        view.conversation.say({ kind: "choice", text: label, choice_id: id, message_id: row.id })
      }
    >
      {label}
    </button>
  );
}
