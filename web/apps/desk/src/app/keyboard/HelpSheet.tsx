import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { COMMANDS } from "@/lib/commands";
import classes from "./keyboard.module.css";
import { HELP_KEY, KEYS } from "./keys";

/** Every key, and what it does. */
export function HelpSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const lines: [string, string][] = [
    [t("keyboard.palette"), t("keyboard.paletteKey")],
    ...COMMANDS.map((name): [string, string] => [
      t(`keyboard.command.${name}`),
      KEYS[name].toUpperCase(),
    ]),
    [t("keyboard.help"), HELP_KEY],
  ];
  return (
    <Modal onClose={onClose} opened={opened} title={t("keyboard.title")}>
      <dl className={classes.keys}>
        {lines.map(([words, key]) => (
          <div className={classes.key} key={key}>
            <dt>{words}</dt>
            <dd>
              <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.hint}>{t("keyboard.hint")}</p>
    </Modal>
  );
}
