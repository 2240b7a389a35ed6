import {
  Button,
  CopyButton,
  Group,
  Modal,
  MultiSelect,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Role } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { invite, teamsQuery } from "./api";

const INVITABLE: readonly Role[] = ["admin", "supervisor", "agent"];

/** Makes a link by which somebody joins, and shows it this one time. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [link, setLink] = useState<string | null>(null);
  const close = () => {
    onClose();
    setLink(null);
  };
  return (
    <Modal
      onClose={close}
      opened={opened}
      title={t(link ? "settings.invite.readyTitle" : "settings.invite.title")}
    >
      {link ? <Ready link={link} onDone={close} /> : <InviteForm onMade={setLink} />}
    </Modal>
  );
}

function InviteForm({ onMade }: { onMade: (link: string) => void }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const { data: teams = [] } = useQuery(teamsQuery);
  const roles = role === "owner" ? (["owner", ...INVITABLE] as const) : INVITABLE;
  const form = useForm({
    initialValues: { email: "", role: "agent" as Role, team_ids: [] as string[] },
  });
  const make = useTold({
    mutationFn: invite,
    renews: [keys.invitations],
    onSuccess: (made) => onMade(made.link),
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        make.mutate({ ...values, email: values.email.trim() || null }),
      )}
    >
      <Stack>
        <TextInput
          data-autofocus
          description={t("settings.invite.emailHint")}
          inputMode="email"
          label={t("settings.invite.email")}
          {...form.getInputProps("email")}
        />
        <Select
          data={roles.map((one) => ({ value: one, label: t(`shell.role.${one}`) }))}
          label={t("settings.invite.role")}
          {...form.getInputProps("role")}
        />
        {teams.length > 0 ? (
          <MultiSelect
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            label={t("settings.invite.teams")}
            placeholder={form.values.team_ids.length > 0 ? "" : t("settings.invite.teamsHint")}
            {...form.getInputProps("team_ids")}
          />
        ) : null}
        <Group justify="flex-end">
          <Button loading={make.isPending} type="submit">
            {t("settings.invite.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Ready({ link, onDone }: { link: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput
        description={t("settings.invite.readyText")}
        label={t("settings.invite.readyTitle")}
        onFocus={(event) => event.currentTarget.select()}
        readOnly
        value={link}
      />
      <Group justify="flex-end">
        <Button onClick={onDone} variant="default">
          {t("settings.invite.done")}
        </Button>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button onClick={copy}>
              {t(copied ? "shell.action.copied" : "shell.action.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
