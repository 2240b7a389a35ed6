import { Button, Input, PasswordInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { MeOut, Theme } from "@obrol/api";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LOCALES } from "@/lib/i18n";
import { keys } from "@/lib/queryKeys";
import { timeZones } from "@/lib/timeZones";
import { useTold } from "@/lib/useTold";
import { Fields, Page, PagePart } from "@/ui/Page";
import { changePassword, changeProfile } from "./api";
import { KeyboardSettings } from "./KeyboardSettings";
import { longPassword, PASSWORD_LEAST, required } from "./rules";
import { WritingSettings } from "./WritingSettings";

const THEMES = ["auto", "light", "dark"] as const;
const AS_BEFORE = "";

/** How an agent appears, and how the desk looks to them. */
export function ProfilePage({ me, children }: { me: MeOut; children?: ReactNode }) {
  const { t } = useTranslation();
  const change = useTold({ mutationFn: changeProfile, renews: [keys.session] });
  const form = useForm({ initialValues: { name: me.name }, validate: { name: required } });
  return (
    <Page lead={t("settings.profile.lead")} title={t("settings.profile.title")}>
      <Fields>
        <TextInput
          label={t("settings.profile.name")}
          maxLength={100}
          {...form.getInputProps("name")}
          onBlur={() => {
            const { name } = form.values;
            if (!form.validate().hasErrors && name.trim() !== me.name) {
              change.mutate({ name: name.trim() });
            }
          }}
        />
        <TextInput label={t("settings.profile.email")} readOnly value={me.email} variant="filled" />
        <Select
          data={[
            { value: AS_BEFORE, label: t("settings.profile.languageAuto") },
            ...LOCALES.map((locale) => ({ value: locale, label: t(`shell.language.${locale}`) })),
          ]}
          label={t("settings.profile.language")}
          onChange={(value) =>
            change.mutate({ locale: LOCALES.find((locale) => locale === value) ?? null })
          }
          value={me.locale ?? AS_BEFORE}
        />
        <Input.Wrapper label={t("settings.profile.theme")} labelElement="div">
          <SegmentedControl
            aria-label={t("settings.profile.theme")}
            fullWidth
            data={THEMES.map((theme) => ({ value: theme, label: t(`shell.agentMenu.${theme}`) }))}
            onChange={(theme: Theme) => change.mutate({ theme })}
            value={me.theme ?? "auto"}
            withItemsBorders={false}
          />
        </Input.Wrapper>
        <Select
          data={[
            { value: AS_BEFORE, label: t("settings.profile.timeZoneAuto") },
            ...timeZones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
          ]}
          label={t("settings.profile.timeZone")}
          limit={60}
          onChange={(value) => change.mutate({ time_zone: value || null })}
          searchable
          value={me.time_zone ?? AS_BEFORE}
        />
      </Fields>
      <WritingSettings me={me} />
      <KeyboardSettings me={me} />
      {children}
      <Password />
    </Page>
  );
}

function Password() {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { current: "", next: "", again: "" },
    validate: {
      current: required,
      next: longPassword,
      again: (value, { next }) => (value === next ? null : t("session.rule.passwordSame")),
    },
  });
  const change = useTold({
    mutationFn: ({ current, next }: { current: string; next: string }) =>
      changePassword(current, next),
    done: t("settings.profile.changed"),
    renews: [keys.sessions],
    onSuccess: () => form.reset(),
  });
  return (
    <PagePart lead={t("settings.profile.passwordLead")} title={t("settings.profile.passwordTitle")}>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Fields>
          <PasswordInput
            autoComplete="current-password"
            label={t("settings.profile.current")}
            {...form.getInputProps("current")}
          />
          <PasswordInput
            autoComplete="new-password"
            description={t("session.passwordHint", { count: PASSWORD_LEAST })}
            label={t("settings.profile.next")}
            {...form.getInputProps("next")}
          />
          <PasswordInput
            autoComplete="new-password"
            label={t("settings.profile.again")}
            {...form.getInputProps("again")}
          />
          <Button loading={change.isPending} type="submit" variant="default">
            {t("settings.profile.change")}
          </Button>
        </Fields>
      </form>
    </PagePart>
  );
}
