import { useTranslation } from "react-i18next";
import type { Mode } from "../outbox/database";
import classes from "./composer.module.css";

const MODES = ["reply", "note"] as const;

/** Reply to the contact, or a note that only the team sees. */
export function ModeSwitch({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.modes}>
      <legend className="visually-hidden">{t("composer.mode")}</legend>
      {MODES.map((one) => (
        <label className={classes.mode} data-active={one === mode || undefined} key={one}>
          <input
            checked={one === mode}
            className="visually-hidden"
            name="composer-mode"
            onChange={() => onChange(one)}
            type="radio"
          />
          {t(`composer.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
