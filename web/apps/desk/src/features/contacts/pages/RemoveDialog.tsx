import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { type Mentioned, mentionsQuery } from "../content.api";
import classes from "./pages.module.css";

type Props = {
  title: string;
  /** What happens to contacts. */
  text: string;
  of: Mentioned;
  removing: boolean;
  onClose: () => void;
  onRemove: () => void;
};

/** Asks before something is removed for everybody, and says first which flows would miss it. */
export function RemoveDialog({ title, text, of, removing, onClose, onRemove }: Props) {
  const { t } = useTranslation();
  const mentions = useQuery(mentionsQuery(of));
  const flows = mentions.data ?? [];
  return (
    <ConfirmDialog
      loading={removing}
      onClose={onClose}
      onYes={onRemove}
      opened
      title={title}
      words={{ yes: t("shell.action.remove"), no: t("shell.action.cancel") }}
    >
      <p className={classes.first}>{text}</p>
      {mentions.isPending ? <p className={classes.hint}>{t("content.lookingForFlows")}</p> : null}
      {mentions.isError ? <p role="alert">{sentenceOf(mentions.error)}</p> : null}
      {flows.length > 0 ? (
        <div className={classes.warning} role="alert">
          <p className={classes.first}>{t("content.inFlows", { count: flows.length })}</p>
          <ul className={classes.flows}>
            {flows.map((flow) => (
              <li key={flow.flow_id}>
                {flow.name}
                {flow.live ? null : ` (${t("content.draftOnly")})`}
              </li>
            ))}
          </ul>
        </div>
      ) : mentions.data ? (
        <p className={classes.hint}>{t("content.inNoFlow")}</p>
      ) : null}
    </ConfirmDialog>
  );
}
