import { Tooltip } from "@mantine/core";
import type { DeliveryState } from "@obrol/api";
import {
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconHandStop,
  IconHelpCircle,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./bubbles.module.css";

const ICONS = {
  waiting: IconClock,
  queued: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertCircle,
  unknown: IconHelpCircle,
  held: IconHandStop,
} as const;

/** How far a message has come. */
export function Ticks({ state }: { state: DeliveryState | "waiting" }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  const label = t(`conversation.delivery.${state}`);
  return (
    <Tooltip label={label}>
      <span aria-label={label} className={classes.tick} data-state={state} role="img">
        <Icon size={16} stroke={1.75} />
      </span>
    </Tooltip>
  );
}
