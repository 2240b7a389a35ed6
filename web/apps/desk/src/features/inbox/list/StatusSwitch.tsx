import { SegmentedControl } from "@mantine/core";
import type { Status } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Scope } from "@/lib/queryKeys";
import { countsQuery } from "../api";
import classes from "./list.module.css";

const STATUSES = ["open", "done", "snoozed"] as const;

type Props = { scope: Scope; status: Status; onChange: (status: Status) => void };

/** Inbox, Done or Snoozed, with how many there are. */
export function StatusSwitch({ scope, status, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { data: counts } = useQuery(countsQuery(scope));
  const short = new Intl.NumberFormat(i18n.language, { notation: "compact" });
  return (
    <SegmentedControl
      aria-label={t("inbox.list.view")}
      data={STATUSES.map((value) => ({
        value,
        label: (
          <span className={classes.status}>
            {t(`inbox.list.${value}`)}
            {counts && counts[value] > 0 ? (
              <span className={classes.count}>{short.format(counts[value])}</span>
            ) : null}
          </span>
        ),
      }))}
      fullWidth
      onChange={onChange}
      size="xs"
      transitionDuration={100}
      value={status}
      withItemsBorders={false}
    />
  );
}
