import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { clockTime } from "@/lib/time";
import { useLiveState } from "@/live/LiveProvider";
import classes from "./shell.module.css";

/** Whether what is shown is what is. */
export function LiveIndicator() {
  const { t } = useTranslation();
  const { time } = useReader();
  const state = useLiveState();
  const label =
    state.kind === "offline"
      ? t("shell.live.offline", { time: clockTime(new Date(state.since), time) })
      : t(`shell.live.${state.kind}`);
  return (
    <Tooltip
      disabled={state.kind !== "offline"}
      label={t("shell.live.offlineHint")}
      multiline
      w={240}
    >
      <span className={classes.live} data-state={state.kind} role="status">
        <span aria-hidden className={classes.liveDot} />
        <span className={classes.liveText}>{label}</span>
      </span>
    </Tooltip>
  );
}
