import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
import type { ComponentPropsWithoutRef, ReactNode, Ref } from "react";
import classes from "./IconAction.module.css";

type Props = {
  /** What it does: its tooltip and what a screen reader says. */
  label: string;
  children: ReactNode;
  /** False while what it opens is open. */
  tooltip?: boolean;
  ref?: Ref<HTMLButtonElement>;
} & ActionIconProps &
  Omit<ComponentPropsWithoutRef<"button">, keyof ActionIconProps>;

/** An icon that does something, with its name on hover and for screen readers. */
export function IconAction({ label, children, className, tooltip = true, ...rest }: Props) {
  const isPlain = rest.color === undefined || rest.color === "gray";
  return (
    <Tooltip disabled={!tooltip} label={label}>
      <ActionIcon
        aria-label={label}
        className={isPlain ? `${classes.plain} ${className ?? ""}` : (className ?? "")}
        {...rest}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
