import type { ConversationOut } from "@obrol/api";
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconCheck,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/lib/commands";
import { Face } from "@/ui/Face";
import { IconAction } from "@/ui/IconAction";
import { useConversationActions } from "../useConversationActions";
import { AssignButton } from "./AssignButton";
import { ConversationMenu } from "./ConversationMenu";
import { Doing } from "./Doing";
import classes from "./head.module.css";
import { LiveChatMode } from "./LiveChatMode";
import { SnoozeMenu } from "./SnoozeMenu";

export type HeadProps = {
  conversation: ConversationOut;
  /** Screens on which list and conversation do not fit side by side. */
  narrow: boolean;
  listHidden: boolean;
  onBack: () => void;
  onToggleList: () => void;
  /** Null where the details are always in view. */
  onDetails: (() => void) | null;
  /** The conversation has left the list that it was opened from. */
  onLeft: () => void;
};

export function ConversationHead(props: HeadProps) {
  const { conversation, narrow, listHidden, onBack, onToggleList, onDetails, onLeft } = props;
  const { t } = useTranslation();
  const { finish, reopen } = useConversationActions(conversation);
  const done = conversation.status === "done";
  const move = async () => {
    if (await (done ? reopen() : finish())) {
      onLeft();
    }
  };
  useCommand("done", () => void move());
  useCommand("list", narrow ? null : onToggleList);
  return (
    <header className={classes.head} data-narrow={narrow || undefined}>
      <div className={classes.who}>
        {narrow ? (
          <IconAction label={t("inbox.head.back")} onClick={onBack}>
            <IconArrowLeft size={20} stroke={1.75} />
          </IconAction>
        ) : (
          <IconAction
            aria-expanded={!listHidden}
            label={t(listHidden ? "inbox.list.expand" : "inbox.list.collapse")}
            onClick={onToggleList}
          >
            {listHidden ? (
              <IconLayoutSidebarLeftExpand size={20} stroke={1.75} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={20} stroke={1.75} />
            )}
          </IconAction>
        )}
        <Face
          name={conversation.contact.name}
          picture={conversation.contact.picture_url}
          size={32}
        />
        <div className={classes.names}>
          <h2 className={classes.name}>{conversation.contact.name}</h2>
          <Doing conversation={conversation} />
        </div>
      </div>
      <div className={classes.tools}>
        <LiveChatMode conversation={conversation} />
        <AssignButton conversation={conversation} />
        <SnoozeMenu conversation={conversation} onSnoozed={onLeft} />
        <IconAction
          color={done ? "gray" : "blue"}
          label={t(done ? "inbox.head.reopen" : "inbox.head.done")}
          onClick={() => void move()}
          variant="light"
        >
          {done ? <IconArrowBackUp size={20} /> : <IconCheck size={20} stroke={2.25} />}
        </IconAction>
        <ConversationMenu conversation={conversation} />
        {onDetails ? (
          <IconAction label={t("inbox.head.details")} onClick={onDetails}>
            <IconLayoutSidebarRight size={20} stroke={1.75} />
          </IconAction>
        ) : null}
      </div>
    </header>
  );
}
