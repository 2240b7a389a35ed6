import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { WorkspaceOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { LOCALES } from "@/lib/i18n";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { timeZones } from "@/lib/timeZones";
import { useTold } from "@/lib/useTold";
import { Fields, Page } from "@/ui/Page";
import { changeWorkspace } from "./api";

const LONGEST_PAUSE = 10_080; // minutes: a week, as the server allows

/** What holds for everybody in the workspace. */
export function WorkspacePage({ workspace }: { workspace: WorkspaceOut }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const { name, time_zone, locale, pause_minutes } = workspace;
  const form = useForm({ initialValues: { name, time_zone, locale, pause_minutes } });
  const change = useTold({
    mutationFn: changeWorkspace,
    renews: [keys.session],
    done: t("shell.action.saved"),
    onSuccess: () => form.resetDirty(),
  });
  const readOnly = !mayAdminister(role);
  return (
    <Page
      lead={t(readOnly ? "settings.workspace.readOnly" : "settings.workspace.lead")}
      title={t("settings.workspace.title")}
    >
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Fields>
          <TextInput
            disabled={readOnly}
            label={t("settings.workspace.name")}
            maxLength={100}
            required
            withAsterisk={false}
            {...form.getInputProps("name")}
          />
          <Select
            data={timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
            disabled={readOnly}
            label={t("settings.workspace.timeZone")}
            limit={60}
            searchable
            {...form.getInputProps("time_zone")}
          />
          <Select
            data={LOCALES.map((one) => ({ value: one, label: t(`shell.language.${one}`) }))}
            disabled={readOnly}
            label={t("settings.workspace.language")}
            {...form.getInputProps("locale")}
          />
          <NumberInput
            allowDecimal={false}
            allowNegative={false}
            description={t("settings.workspace.pauseHint")}
            disabled={readOnly}
            label={t("settings.workspace.pause")}
            max={LONGEST_PAUSE}
            min={0}
            suffix={` ${t("settings.workspace.pauseUnit")}`}
            {...form.getInputProps("pause_minutes")}
          />
          {readOnly ? null : (
            <Button disabled={!form.isDirty()} loading={change.isPending} type="submit">
              {t("shell.action.save")}
            </Button>
          )}
        </Fields>
      </form>
    </Page>
  );
}
