import { Button, Modal, Switch, TextInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ConversationOut } from "@obrol/api";
import { IconClock } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { fromFieldValue, toFieldValue } from "@/lib/zoned";
import { snoozePresets } from "../snooze";
import classes from "./later.module.css";

const YEAR = 366 * 24 * 3_600_000;
const HOUR = 3_600_000;

type Props = {
  conversation: ConversationOut;
  disabled: boolean;
  /** Whether it is scheduled now; what stopped it is said by the composer. */
  onSchedule: (at: Date, anyway: boolean) => Promise<boolean>;
};

/** Picks the time at which the reply that is in the composer will go. */
export function SendLater({ conversation, disabled, onSchedule }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const label = t("composer.later.open");
  return (
    <>
      <Tooltip label={label}>
        <button
          aria-label={label}
          className={classes.open}
          disabled={disabled}
          onClick={open}
          type="button"
        >
          <IconClock size={20} stroke={1.75} />
        </button>
      </Tooltip>
      <Modal onClose={close} opened={opened} size="sm" title={label}>
        <TimePicker
          name={conversation.contact.name}
          onPick={async (at, anyway) => {
            await onSchedule(at, anyway);
            close();
          }}
        />
      </Modal>
    </>
  );
}

type PickerProps = { name: string; onPick: (at: Date, anyway: boolean) => Promise<void> };

function TimePicker({ name, onPick }: PickerProps) {
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
