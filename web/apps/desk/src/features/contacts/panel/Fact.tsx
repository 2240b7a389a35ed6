import { CopyButton } from "@mantine/core";
import { IconCheck, IconCopy, IconPencil, IconX } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import classes from "./panel.module.css";

type Props = {
  name: string;
  /** Null when it is empty: then nothing is shown, unless it can be edited. */
  value: ReactNode;
  /** What the copy button copies. */
  copies?: string | null;
  /** More about it, on hover. */
  hint?: string | undefined;
  onClear?: (() => void) | undefined;
  /** The form in its place; it calls `close` when it is done. */
  editor?: (close: () => void) => ReactNode;
};

/** One thing that is known about a contact: copied, edited and cleared in place. */
export function Fact({ name, value, copies = null, hint, onClear, editor }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const isEmpty = value === null || value === "";
  if (isEmpty && !editor) {
    return null;
  }
  const close = () => {
    setEditing(false);
    // Where the focus was before the form; the button is there again after this turn.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  if (editing && editor) {
    return (
      <div className={classes.form}>
        <dt className="visually-hidden">{name}</dt>
        <dd className={classes.editor}>{editor(close)}</dd>
      </div>
    );
  }
  return (
    <div className={classes.fact}>
      <dt title={hint}>{name}</dt>
      <dd dir="auto">
        {isEmpty ? <span className={classes.empty}>{t("contacts.empty")}</span> : value}
        <span className={classes.factTools}>
          {copies ? <Copy name={name} value={copies} /> : null}
          {editor ? (
            <IconAction
              label={t("contacts.edit", { what: name })}
              onClick={() => setEditing(true)}
              ref={pencil}
              size={24}
            >
              <IconPencil size={14} stroke={1.75} />
            </IconAction>
          ) : null}
          {onClear && !isEmpty ? (
            <IconAction
              label={t("contacts.clear", { what: name })}
              onClick={() => {
                onClear();
                pencil.current?.focus();
              }}
              size={24}
            >
              <IconX size={14} stroke={1.75} />
            </IconAction>
          ) : null}
        </span>
      </dd>
    </div>
  );
}

function Copy({ name, value }: { name: string; value: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <IconAction
          label={copied ? t("shell.action.copied") : t("contacts.copy", { what: name })}
          onClick={copy}
          size={24}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.75} />}
        </IconAction>
      )}
    </CopyButton>
  );
}
