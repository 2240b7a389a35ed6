import { IconRobot } from "@tabler/icons-react";
import classes from "./Face.module.css";
import { initials, toneOf } from "./names";

type Props = {
  name: string;
  size?: 24 | 32 | 40 | 64;
  picture?: string | null | undefined;
};

/** A round picture of somebody, or their initials on a colour made from the name. Always beside the name, so silent. */
export function Face({ name, size = 40, picture }: Props) {
  const tone = toneOf(name);
  return (
    <span
      aria-hidden
      className={classes.face}
      data-size={size}
      style={{ background: `var(--tone-${tone})`, color: `var(--tone-${tone}-ink)` }}
    >
      {initials(name)}
      {picture ? <img alt="" className={classes.picture} src={picture} /> : null}
    </span>
  );
}

/** The bot's face: never mistaken for a person's. */
export function BotFace({ size = 24 }: { size?: 24 | 32 | 40 }) {
  return (
    <span aria-hidden className={classes.bot} data-size={size}>
      <IconRobot size={size * 0.62} stroke={1.75} />
    </span>
  );
}
