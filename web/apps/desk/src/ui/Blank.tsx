import type { ReactNode } from "react";
import classes from "./Blank.module.css";

type Props = {
  icon?: ReactNode;
  title: string;
  /** What to do next. */
  children?: ReactNode;
  action?: ReactNode;
  role?: "status" | "alert";
};

/** What stands where nothing is: why, and what to do next. */
export function Blank({ icon, title, children, action, role = "status" }: Props) {
  return (
    <div className={classes.blank} role={role}>
      {icon ? (
        <span aria-hidden className={classes.icon}>
          {icon}
        </span>
      ) : null}
      <p className={classes.title}>{title}</p>
      {children ? <p className={classes.text}>{children}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
