import { Button, Menu, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ConversationOut } from "@obrol/api";
import { IconAlarm, IconCalendarTime, IconMoon } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/lib/commands";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { fromFieldValue, toFieldValue } from "@/lib/zoned";
import { IconAction } from "@/ui/IconAction";
import { snoozePresets } from "../snooze";
import { useConversationActions } from "../useConversationActions";
import classes from "./head.module.css";

const DAY = 86_400_000;

type Props = { conversation: ConversationOut; onSnoozed: () => void };

/** Hides a conversation until a time, or until the contact writes. */
export function SnoozeMenu({ conversation, onSnoozed }: Props) {
  const { t } = useTranslation();
  const { time } = useReader();
  const [opened, setOpened] = useState(false);
  const [picking, { open: pick, close }] = useDisclosure(false);
  const { snooze, wake } = useConversationActions(conversation);
  const until = async (at: Date) => {
    setOpened(false);
    if (await snooze(at)) {
      onSnoozed();
    }
  };
  const snoozed = conversation.status === "snoozed";
  useCommand("snooze", conversation.status === "done" ? null : () => setOpened(true));
  return (
    <>
      <Menu onChange={setOpened} opened={opened} position="bottom-end" width={304}>
        <Menu.Target>
          <IconAction
            tooltip={!opened}
            color={snoozed ? "blue" : "gray"}
            label={t("inbox.snooze.label")}
            variant={snoozed ? "light" : "subtle"}
          >
            <IconMoon size={20} stroke={1.75} />
          </IconAction>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozed ? (
            <>
              <Menu.Item leftSection={<IconAlarm size={16} />} onClick={() => void wake()}>
                {t("inbox.snooze.wake")}
              </Menu.Item>
              <Menu.Divider />
            </>
          ) : null}
          {opened
            ? snoozePresets(new Date(), time.zone).map((preset) => (
                <Menu.Item
                  key={preset.name}
                  onClick={() => void until(preset.until)}
                  rightSection={
                    <span className={classes.presetTime}>{momentAhead(preset.until, time)}</span>
                  }
                >
                  {t(`inbox.snooze.${preset.name}`)}
                </Menu.Item>
              ))
            : null}
          <Menu.Divider />
          <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={pick}>
            {t("inbox.snooze.pick")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal onClose={close} opened={picking} size="xs" title={t("inbox.snooze.pick")}>
        <OwnTime
          onChoose={(at) => {
            close();
            void until(at);
          }}
          zone={time.zone}
        />
      </Modal>
    </>
  );
}

function OwnTime({ zone, onChoose }: { zone: string; onChoose: (at: Date) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const choose = () => {
    const at = fromFieldValue(field.current?.value ?? "", zone);
    if (!at || at.getTime() <= Date.now()) {
      setError(t("inbox.snooze.past"));
      return;
    }
    onChoose(at);
  };
  return (
    <div className={classes.ownTime}>
      <TextInput
        data-autofocus
        defaultValue={toFieldValue(new Date(Date.now() + DAY), zone)}
        error={error}
        label={t("inbox.snooze.at")}
        min={toFieldValue(new Date(), zone)}
        onKeyDown={(event) => event.key === "Enter" && choose()}
        ref={field}
        type="datetime-local"
      />
      <Button fullWidth onClick={choose}>
        {t("inbox.snooze.set")}
      </Button>
    </div>
  );
}
