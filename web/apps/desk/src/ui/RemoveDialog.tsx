import { Button, Group, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

type Props = {
  opened: boolean;
  title: string;
  /** What it means. */
  children: string;
  pending: boolean;
  onRemove: () => void;
  onClose: () => void;
};

/** Asks before something is removed. */
export function RemoveDialog({ opened, title, children, pending, onRemove, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("shell.action.close") }}
      onClose={onClose}
      opened={opened}
      title={title}
    >
      <p style={{ marginTop: 0 }}>{children}</p>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose} variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button color="red" loading={pending} onClick={onRemove}>
          {t("shell.action.remove")}
        </Button>
      </Group>
    </Modal>
  );
}
