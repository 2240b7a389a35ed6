import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { botsQuery, channelsQuery } from "@/features/channels/api";
import { scopesOf } from "@/features/channels/scopes";
import { ContactPanel } from "@/features/contacts/ContactPanel";
import { conversationQuery } from "@/features/inbox/api";
import { ConversationView } from "@/features/inbox/conversation/ConversationView";
import { ConversationList } from "@/features/inbox/list/ConversationList";
import type { InboxSearch } from "@/features/inbox/list/InboxSearch";
import { commands, useCommand } from "@/lib/commands";
import { Blank } from "@/ui/Blank";
import { useIsNarrow, useIsWide } from "../shell/useMedia";
import classes from "./LiveChatPage.module.css";
import { useListHidden } from "./useListHidden";

/** The five parts: list, conversation, composer, profile, data. */
export function LiveChatPage() {
  const { t } = useTranslation();
  const { conversationId = null } = useParams({ strict: false });
  const search: InboxSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const narrow = useIsNarrow();
  const wide = useIsWide();
  const [listHidden, setListHidden] = useListHidden();
  const scopes = useScopes();

  const toList = useCallback(
    () =>
      void navigate({
        to: "/live-chat",
        search: ({ at: _, ...rest }: InboxSearch) => rest,
      }),
    [navigate],
  );
  const onSearch = useCallback(
    (next: InboxSearch) =>
      void navigate({
        to: conversationId ? "/live-chat/$conversationId" : "/live-chat",
        params: { conversationId: conversationId ?? "" },
        search: next,
        replace: true,
      }),
    [navigate, conversationId],
  );

  const showList = narrow ? conversationId === null : !listHidden || conversationId === null;
  useCommand(
    "search",
    showList
      ? null
      : () => {
          setListHidden(false);
          // The list is there after the next picture, and then it is the one that answers.
          setTimeout(() => commands.run("search"), 50);
        },
  );
  const showConversation = !narrow || conversationId !== null;
  return (
    <main className={classes.page} id="content">
      <h1 className="visually-hidden">{t("shell.nav.liveChat")}</h1>
      {showList ? (
        <div className={classes.list}>
          <ConversationList
            onSearch={onSearch}
            scopes={scopes}
            search={search}
            selectedId={conversationId}
          />
        </div>
      ) : null}
      {showConversation && conversationId ? (
        <Chosen
          conversationId={conversationId}
          foundId={search.at}
          listHidden={listHidden}
          narrow={narrow}
          onBack={toList}
          onToggleList={() => setListHidden(!listHidden)}
          wide={wide}
        />
      ) : showConversation ? (
        <div className={classes.nothing}>
          <Blank icon={<IconMessages size={40} stroke={1.25} />} title={t("inbox.pick.title")}>
            {t("inbox.pick.text")}
          </Blank>
        </div>
      ) : null}
    </main>
  );
}

type ChosenProps = {
  conversationId: string;
  foundId: string | undefined;
  narrow: boolean;
  wide: boolean;
  listHidden: boolean;
  onBack: () => void;
  onToggleList: () => void;
};

function Chosen({ wide, conversationId, onBack, ...view }: ChosenProps) {
  const { t } = useTranslation();
  const { data: row } = useQuery(conversationQuery(conversationId));
  const [details, { open, close }] = useDisclosure(false);
  const contactId = row?.conversation.contact.id;
  return (
    <>
      <div className={classes.conversation}>
        <ConversationView
          conversationId={conversationId}
          onBack={onBack}
          onDetails={wide ? null : open}
          onLeft={onBack}
          {...view}
        />
      </div>
      {wide ? (
        <div className={classes.side}>
          {contactId ? (
            <ContactPanel contactId={contactId} conversationId={conversationId} />
          ) : null}
        </div>
      ) : (
        <Drawer
          onClose={close}
          opened={details}
          padding={0}
          position="right"
          size={360}
          styles={{ header: { padding: "8px 16px" } }}
          title={t("inbox.head.details")}
        >
          {contactId ? (
            <ContactPanel contactId={contactId} conversationId={conversationId} />
          ) : null}
        </Drawer>
      )}
    </>
  );
}

function useScopes() {
  const { t } = useTranslation();
  const { data: channels } = useQuery(channelsQuery);
  const { data: bots } = useQuery(botsQuery);
  return (
    useMemo(
      () =>
        bots &&
        channels &&
        scopesOf(bots, channels).map(({ channels: of, broken: _, ...scope }) => ({
          ...scope,
          hint: scope.bot ? of.map((one) => one.name).join(", ") : t("shell.overview.noBot"),
        })),
      [bots, channels, t],
    ) ?? null
  );
}
