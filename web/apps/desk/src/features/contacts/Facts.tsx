import { CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import classes from "./ContactPanel.module.css";

export function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.facts}>{children}</dl>
    </section>
  );
}

type FactProps = {
  name: string;
  value: string | null;
  copyable?: boolean;
  link?: string | undefined;
};

/** One thing that is known; nothing at all when it is not. */
export function Fact({ name, value, copyable = false, link }: FactProps) {
  const { t } = useTranslation();
  if (!value) {
    return null;
  }
  const isSafe = link !== undefined && /^https?:\/\//iu.test(link);
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd dir="auto">
        {isSafe ? (
          <a href={link} rel="noopener noreferrer nofollow" target="_blank" title={link}>
            {value}
          </a>
        ) : (
          <Breakable text={value} />
        )}
        {copyable ? (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <IconAction
                className={classes.copy}
                label={copied ? t("shell.action.copied") : t("contacts.copy", { what: name })}
                onClick={copy}
                size={24}
              >
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.75} />}
              </IconAction>
            )}
          </CopyButton>
        ) : null}
      </dd>
    </div>
  );
}

/** An address that is too long for its line breaks after the @, not within a word. */
function Breakable({ text }: { text: string }) {
  const [name, ...rest] = text.split("@");
  return rest.length === 1 ? (
    <>
      {name}@<wbr />
      {rest[0]}
    </>
  ) : (
    text
  );
}
