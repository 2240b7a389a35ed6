import type { ReactNode } from "react";
import classes from "./Page.module.css";

type Props = { title: string; lead?: string; actions?: ReactNode; children: ReactNode };

/** A page of settings: what it is about, what one can do, and then the thing itself. */
export function Page({ title, lead, actions, children }: Props) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a name of its own. */
export function PagePart({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children: ReactNode;
}) {
  return (
    <section className={classes.part}>
      <h2 className={classes.partTitle}>{title}</h2>
      {lead ? <p className={classes.lead}>{lead}</p> : null}
      <div className={classes.partBody}>{children}</div>
    </section>
  );
}

/** Fields under one another, not wider than one reads. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>;
}

/** Lines with something at each end, divided by hairlines. */
export function Lines({ children }: { children: ReactNode }) {
  return <ul className={classes.lines}>{children}</ul>;
}

export function Line({
  icon,
  title,
  text,
  children,
}: {
  icon?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={classes.line}>
      {icon}
      <div className={classes.lineText}>
        <div className={classes.lineTitle}>{title}</div>
        {text ? <div className={classes.lineHint}>{text}</div> : null}
      </div>
      {children ? <div className={classes.lineTools}>{children}</div> : null}
    </li>
  );
}
