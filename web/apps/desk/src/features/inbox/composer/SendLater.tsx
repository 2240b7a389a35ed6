import { Modal, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ConversationOut } from "@obrol/api";
import { IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./later.module.css";
import { TimePicker } from "./TimePicker";

type Props = {
  conversation: ConversationOut;
  disabled: boolean;
  /** Whether it is scheduled now; what stopped it is said by the composer. */
  onSchedule: (at: Date, anyway: boolean) => Promise<boolean>;
};

/** Picks the time at which the reply that is in the composer will go. */
export function SendLater({ conversation, disabled, onSchedule }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const label = t("composer.later.open");
  return (
    <>
      <Tooltip label={label}>
        <button
          aria-label={label}
          className={classes.open}
          disabled={disabled}
          onClick={open}
          type="button"
        >
          <IconClock size={20} stroke={1.75} />
        </button>
      </Tooltip>
      <Modal
        closeButtonProps={{ "aria-label": t("shell.action.close") }}
        onClose={close}
        opened={opened}
        size="sm"
        title={label}
      >
        <TimePicker
          name={conversation.contact.name}
          onPick={async (at, anyway) => {
            await onSchedule(at, anyway);
            close();
          }}
        />
      </Modal>
    </>
  );
}
