import { Button } from "@mantine/core";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./panel.module.css";

type Props = {
  name: string;
  saving: boolean;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A value's control with its two buttons; Escape gives up. */
export function FactForm({ name, saving, onSave, onClose, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const giveUp = (event: KeyboardEvent) => {
    // An open list of choices takes the first Escape for itself.
    const isChoosing = document.activeElement?.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && !isChoosing) {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form aria-label={name} noValidate onKeyDown={giveUp} onSubmit={submit}>
      {children}
      <div className={classes.formTools}>
        <Button onClick={onClose} size="xs" variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button loading={saving} size="xs" type="submit">
          {t("shell.action.save")}
        </Button>
      </div>
    </form>
  );
}
