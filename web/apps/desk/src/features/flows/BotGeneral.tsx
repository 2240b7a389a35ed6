import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { Fields, Page } from "@/ui/Page";
import { type Bot, removeBot, renameBot } from "./bots.api";

const NAME_LIMIT = 80; // characters, as the server has it

/** A bot's name, and its end. */
export function BotGeneral({ bot, onGone }: { bot: Bot; onGone: () => void }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const mayChange = mayAdminister(role);
  const [name, setName] = useState(bot.name);
  const [asking, { open, close }] = useDisclosure(false);
  const rename = useTold({
    mutationFn: renameBot,
    done: t("shell.action.saved"),
    renews: [keys.bots, keys.channels],
  });
  const remove = useTold({
    mutationFn: removeBot,
    renews: [keys.bots, keys.flows],
    onSuccess: onGone,
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id: bot.id, name: name.trim() });
  };
  const unchanged = name.trim() === "" || name.trim() === bot.name;
  return (
    <Page
      actions={
        mayChange ? (
          <Button color="red" onClick={open} variant="subtle">
            {t("bots.remove")}
          </Button>
        ) : null
      }
      lead={mayChange ? t("bots.generalLead") : t("settings.workspace.readOnly")}
      title={bot.name}
    >
      <form onSubmit={onSubmit}>
        <Fields>
          <TextInput
            description={t("bots.nameHint")}
            label={t("bots.name")}
            maxLength={NAME_LIMIT}
            onChange={(event) => setName(event.currentTarget.value)}
            readOnly={!mayChange}
            value={name}
          />
          {mayChange ? (
            <Button disabled={unchanged} loading={rename.isPending} type="submit">
              {t("shell.action.save")}
            </Button>
          ) : null}
        </Fields>
      </form>
      <Modal onClose={close} opened={asking} title={t("bots.removeTitle", { name: bot.name })}>
        <p style={{ marginTop: 0 }}>{t("bots.removeText")}</p>
        <Group justify="flex-end">
          <Button onClick={close} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(bot.id)}>
            {t("bots.remove")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}
