import type { ConversationOut } from "@obrol/api";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Presence } from "@/live/fleeting";
import { namesOf } from "../presence";
import { Preview } from "./Preview";
import classes from "./row.module.css";

/** The newest message, or who is writing the next one. */
export function RowLine({
  last,
  typing,
}: { last: ConversationOut["last_message"] } & Pick<Presence, "typing">) {
  const { t } = useTranslation();
  const colleagues = typing.filter((who) => who.kind === "agent");
  if (typing.some((who) => who.kind === "contact")) {
    return <span className={classes.writing}>{t("inbox.head.typing")}</span>;
  }
  return colleagues.length > 0 ? (
    <span className={classes.writing}>
      {t("inbox.head.colleagueTyping", { names: namesOf(colleagues), count: colleagues.length })}
    </span>
  ) : (
    <Preview last={last} />
  );
}

/** The colleagues who have it open. */
export function RowOnlookers({ looking }: Pick<Presence, "looking">) {
  const { t } = useTranslation();
  const words = t("inbox.head.looking", { names: namesOf(looking), count: looking.length });
  return looking.length === 0 ? null : (
    <span className={classes.looking} title={words}>
      <IconEye aria-hidden size={14} />
      <span aria-hidden>{looking.map((who) => who.name.split(" ")[0]).join(", ")}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
