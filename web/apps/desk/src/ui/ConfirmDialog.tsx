import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it affects. */
  children: ReactNode;
  words: { yes: string; no: string };
  loading?: boolean;
  onYes: () => void;
};

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ opened, onClose, title, children, words, loading, onYes }: Props) {
  return (
    <Modal onClose={onClose} opened={opened} title={title}>
      {children}
      <Group justify="flex-end" mt="md">
        <Button data-autofocus onClick={onClose} variant="default">
          {words.no}
        </Button>
        <Button color="red" loading={loading ?? false} onClick={onYes}>
          {words.yes}
        </Button>
      </Group>
    </Modal>
  );
}
