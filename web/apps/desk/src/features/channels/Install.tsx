import { CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import { PagePart } from "@/ui/Page";
import classes from "./channels.module.css";
import { snippetFor } from "./webchat";

/** The line that puts the chat on a site. */
export function Install({ publicId }: { publicId: string }) {
  const { t } = useTranslation();
  const snippet = snippetFor(publicId, window.location.origin);
  return (
    <PagePart lead={t("channels.installText")} title={t("channels.install")}>
      <div className={classes.snippet}>
        <code>{snippet}</code>
        <CopyButton value={snippet}>
          {({ copied, copy }) => (
            <IconAction
              label={t(copied ? "shell.action.copied" : "shell.action.copy")}
              onClick={copy}
              size={40}
              variant="default"
            >
              {copied ? <IconCheck size={18} /> : <IconCopy size={18} stroke={1.75} />}
            </IconAction>
          )}
        </CopyButton>
      </div>
    </PagePart>
  );
}
