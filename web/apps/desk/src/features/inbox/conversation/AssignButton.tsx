import type { ConversationOut } from "@obrol/api";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Face } from "@/ui/Face";
import { IconAction } from "@/ui/IconAction";
import { AgentPicker } from "../AgentPicker";
import { useConversationActions } from "../useConversationActions";

/** Who looks after the conversation: the face of whoever does, or the way to ask somebody. */
export function AssignButton({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { assign } = useConversationActions(conversation);
  const { assignee } = conversation;
  return (
    <AgentPicker assignee={assignee} command="assign" onAssign={(agent) => void assign(agent)}>
      {(opened, toggle) => (
        <IconAction
          aria-expanded={opened}
          aria-haspopup="listbox"
          label={
            assignee ? t("inbox.assign.to", { name: assignee.name }) : t("inbox.assign.assign")
          }
          onClick={toggle}
          tooltip={!opened}
        >
          {assignee ? (
            <Face name={assignee.name} size={24} />
          ) : (
            <IconUserPlus size={20} stroke={1.75} />
          )}
        </IconAction>
      )}
    </AgentPicker>
  );
}
