import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { IconAction } from "@/ui/IconAction";
import classes from "./panel.module.css";

type Props = {
  children: ReactNode;
  /** What its button does: "Remove vip". */
  removes: string;
  onRemove: () => void;
  color?: string;
  hint?: string;
};

/** Something that the contact has or is in, and the button that takes it off. */
export function Pill({ children, removes, onRemove, color, hint }: Props) {
  return (
    <li className={classes.pill} title={hint}>
      {color ? (
        <span
          aria-hidden
          className={classes.dot}
          style={{ background: `var(--mantine-color-${color}-6)` }}
        />
      ) : null}
      <span className={classes.pillName} dir="auto">
        {children}
      </span>
      <IconAction label={removes} onClick={onRemove} radius="xl" size={20}>
        <IconX size={12} stroke={2} />
      </IconAction>
    </li>
  );
}
