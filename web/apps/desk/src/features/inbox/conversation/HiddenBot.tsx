import { IconRobotOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./ConversationView.module.css";

/** Says that something is left out, so that nobody takes the short history for the whole. */
export function HiddenBot({ onShow }: { onShow: () => void }) {
  const { t } = useTranslation();
  return (
    <p className={classes.hidden} role="status">
      <IconRobotOff aria-hidden size={16} stroke={1.75} />
      <span>{t("conversation.menu.botHidden")}</span>
      <button className={classes.hiddenAction} onClick={onShow} type="button">
        {t("conversation.menu.showBot")}
      </button>
    </p>
  );
}
