import { Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ConversationOut } from "@obrol/api";
import { IconArrowsRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SubflowDialog } from "./SubflowDialog";

type Props = { conversation: ConversationOut; className: string | undefined };

/** The tool of the composer that opens the dialog. */
export function SubflowButton({ conversation, className }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Tooltip label={t("subflow.title")}>
        <button aria-label={t("subflow.title")} className={className} onClick={open} type="button">
          <IconArrowsRight size={20} stroke={1.75} />
        </button>
      </Tooltip>
      <SubflowDialog conversation={conversation} onClose={close} opened={opened} />
    </>
  );
}
