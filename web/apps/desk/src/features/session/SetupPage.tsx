import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CurrentSession } from "@obrol/api";
import { useMutation } from "@tanstack/react-query";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { type DeskLocale, LOCALES, speak } from "@/lib/i18n";
import { sentenceOf } from "@/lib/problems";
import { setUp } from "./api";
import { Gate } from "./Gate";
import classes from "./Gate.module.css";
import { likeEmail, longPassword, PASSWORD_LEAST, required } from "./rules";

/** The first page of a new installation: the first workspace and its owner. */
export function SetupPage({ onSignedIn }: { onSignedIn: (session: CurrentSession) => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: {
      workspace_name: "",
      name: "",
      email: "",
      password: "",
      locale: i18next.language as DeskLocale,
    },
    validate: {
      workspace_name: required,
      name: required,
      email: likeEmail,
      password: longPassword,
    },
  });
  const making = useMutation({ mutationFn: setUp, onSuccess: onSignedIn });
  return (
    <Gate lead={t("session.setup.lead")} title={t("session.setup.title")}>
      <form
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit((values) => making.mutate(values))}
      >
        <TextInput
          autoFocus
          label={t("session.setup.workspace")}
          maxLength={100}
          placeholder={t("session.setup.workspaceHint")}
          {...form.getInputProps("workspace_name")}
        />
        <TextInput
          autoComplete="name"
          label={t("session.name")}
          maxLength={100}
          {...form.getInputProps("name")}
        />
        <TextInput
          autoComplete="username"
          inputMode="email"
          label={t("session.email")}
          type="email"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          autoComplete="new-password"
          description={t("session.passwordHint", { count: PASSWORD_LEAST })}
          label={t("session.password")}
          {...form.getInputProps("password")}
        />
        <Select
          data={LOCALES.map((locale) => ({ value: locale, label: t(`shell.language.${locale}`) }))}
          label={t("session.setup.language")}
          {...form.getInputProps("locale")}
          onChange={(value) => {
            const locale = LOCALES.find((one) => one === value);
            if (locale) {
              form.setFieldValue("locale", locale);
              void speak(locale);
            }
          }}
        />
        {making.isError ? (
          <p className={classes.error} role="alert">
            {sentenceOf(making.error)}
          </p>
        ) : null}
        <Button fullWidth loading={making.isPending} size="md" type="submit">
          {t("session.setup.action")}
        </Button>
      </form>
    </Gate>
  );
}
