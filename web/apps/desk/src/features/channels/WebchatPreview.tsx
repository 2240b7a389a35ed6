import type { WebchatSettings } from "@obrol/api";
import { IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./channels.module.css";
import { inkOn } from "./webchat";

type Props = Pick<WebchatSettings, "color" | "title" | "greeting" | "position">;

/** What visitors will see, while it is being chosen. */
export function WebchatPreview({ color, title, greeting, position }: Props) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "id" ? "id" : "en";
  const paint = { background: color, color: inkOn(color) };
  return (
    <div className={classes.preview}>
      <p className={classes.previewLabel}>{t("channels.preview")}</p>
      <div aria-hidden className={classes.panel}>
        <div className={classes.panelHead} style={paint}>
          {title[language]}
        </div>
        <div className={classes.panelBody}>
          {greeting[language] ? <div className={classes.theirs}>{greeting[language]}</div> : null}
          <div className={classes.ours} style={paint}>
            {t("channels.previewHello")}
          </div>
        </div>
      </div>
      <div aria-hidden className={classes.launcher} data-position={position}>
        <span className={classes.bubble} style={paint}>
          <IconMessageCircle size={28} stroke={1.75} />
        </span>
      </div>
    </div>
  );
}
