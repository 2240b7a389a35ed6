import { Button, Switch, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { fromFieldValue, toFieldValue } from "@/lib/zoned";
import { snoozePresets } from "../snooze";
import classes from "./later.module.css";

const HOUR = 3_600_000;
const YEAR = 366 * 24 * HOUR;

type Props = { name: string; onPick: (at: Date, anyway: boolean) => Promise<unknown> };

/** When a reply goes, and whether it goes whatever is said before. */
export function TimePicker({ name, onPick }: Props) {
  const { t } = useTranslation();
  const { time } = useReader();
  const field = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState(() => toFieldValue(new Date(Date.now() + HOUR), time.zone));
  const [anyway, setAnyway] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const choose = async () => {
    const at = fromFieldValue(value, time.zone);
    if (!at || at.getTime() <= Date.now() || at.getTime() > Date.now() + YEAR) {
      setError(t("composer.later.past"));
      return;
    }
    setBusy(true);
    await onPick(at, anyway);
    setBusy(false);
  };
  return (
    <div className={classes.picker}>
      <div className={classes.presets}>
        {snoozePresets(new Date(), time.zone).map((preset) => (
          <Button
            key={preset.name}
            onClick={() => {
              setValue(toFieldValue(preset.until, time.zone));
              setError(null);
              field.current?.focus();
            }}
            size="xs"
            variant="default"
          >
            {`${t(`inbox.snooze.${preset.name}`)} · ${momentAhead(preset.until, time)}`}
          </Button>
        ))}
      </div>
      <TextInput
        data-autofocus
        error={error}
        label={t("composer.later.at")}
        min={toFieldValue(new Date(), time.zone)}
        onChange={(event) => setValue(event.currentTarget.value)}
        ref={field}
        type="datetime-local"
        value={value}
      />
      <Switch
        checked={anyway}
        description={t("composer.later.anywayHint", { name })}
        label={t("composer.later.anyway")}
        onChange={(event) => setAnyway(event.currentTarget.checked)}
      />
      <Button fullWidth loading={busy} onClick={() => void choose()}>
        {t("composer.later.set")}
      </Button>
    </div>
  );
}
