import type { Block, ContactOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useReader } from "@/lib/reader";
import { fullTime, relativeTime } from "@/lib/time";
import { Blank } from "@/ui/Blank";
import { Face } from "@/ui/Face";
import { TextSkeleton } from "@/ui/Skeletons";
import { useNow } from "@/ui/useNow";
import { contactQuery } from "./api";
import classes from "./ContactPanel.module.css";
import { ConversationsBlock } from "./panel/ConversationsBlock";
import { FieldsBlock } from "./panel/FieldsBlock";
import { AddNote, NotesBlock } from "./panel/NotesBlock";
import { PanelBlock } from "./panel/PanelBlock";
import { ProfileBlock } from "./panel/ProfileBlock";
import { SequencesBlock } from "./panel/SequencesBlock";
import { TagsBlock } from "./panel/TagsBlock";
import { TopicsBlock } from "./panel/TopicsBlock";
import { usePanelLayout } from "./panel/usePanelLayout";

type Props = { contactId: string; conversationId: string };

/** Parts 4 and 5: who the contact is, and everything that we know about them. */
export function ContactPanel({ contactId, conversationId }: Props) {
  const { t } = useTranslation();
  const contact = useQuery(contactQuery(contactId));
  return (
    <aside aria-label={t("contacts.panel")} className={classes.panel}>
      {contact.data ? (
        <>
          <Head contact={contact.data} />
          <Blocks contact={contact.data} conversationId={conversationId} key={conversationId} />
        </>
      ) : contact.isError ? (
        <Blank role="alert" title={t("shell.state.failedTitle")}>
          {sentenceOf(contact.error)}
        </Blank>
      ) : (
        <TextSkeleton label={t("shell.state.loading")} />
      )}
    </aside>
  );
}

function Head({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  const lastSeen = new Date(contact.last_seen_at);
  return (
    <header className={classes.head}>
      <Face name={contact.name} picture={contact.picture_url} size={64} />
      <h2 className={classes.name} dir="auto">
        {contact.name}
      </h2>
      <p className={classes.seen} title={fullTime(lastSeen, time)}>
        {`${t("contacts.lastSeen")} ${relativeTime(lastSeen, now, time)}`}
      </p>
    </header>
  );
}

function Blocks({ contact, conversationId }: { contact: ContactOut; conversationId: string }) {
  const [layout, arrange] = usePanelLayout();
  const [adding, setAdding] = useState(false);
  const notes = {
    contactId: contact.id,
    conversationId,
    adding,
    onAdded: () => setAdding(false),
  };
  const bodies: Record<Block, ReactNode> = {
    profile: <ProfileBlock contact={contact} />,
    notes: <NotesBlock {...notes} />,
    tags: <TagsBlock contact={contact} />,
    sequences: <SequencesBlock contactId={contact.id} />,
    topics: <TopicsBlock contact={contact} />,
    fields: <FieldsBlock contact={contact} />,
    conversations: <ConversationsBlock besides={conversationId} contactId={contact.id} />,
  };
  return layout.blocks.map((block) => (
    <PanelBlock
      action={block === "notes" ? <AddNote onAdd={() => setAdding(true)} /> : null}
      block={block}
      key={block}
      layout={layout}
      onArrange={arrange}
    >
      {bodies[block]}
    </PanelBlock>
  ));
}
