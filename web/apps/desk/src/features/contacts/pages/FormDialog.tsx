import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** False while something that must be there is missing. */
  ready: boolean;
  saving: boolean;
  onSave: () => void;
  children: ReactNode;
};

/** A dialog with a few fields, which Enter saves. */
export function FormDialog({ opened, onClose, title, ready, saving, onSave, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      onSave();
    }
  };
  return (
    <Modal onClose={onClose} opened={opened} title={title}>
      <form noValidate onSubmit={submit}>
        <Stack gap="md">{children}</Stack>
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button disabled={!ready} loading={saving} type="submit">
            {t("shell.action.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
