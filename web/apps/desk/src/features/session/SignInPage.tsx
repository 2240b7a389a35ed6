import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CurrentSession } from "@obrol/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { setupQuery, signIn } from "./api";
import { Gate } from "./Gate";
import classes from "./Gate.module.css";
import { likeEmail, required } from "./rules";

type Props = {
  /** Somebody was at work and their session ended. */
  ended: boolean;
  onSignedIn: (session: CurrentSession) => void;
};

export function SignInPage({ ended, onSignedIn }: Props) {
  const { t } = useTranslation();
  const { data: setup } = useQuery(setupQuery);
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: likeEmail, password: required },
  });
  const entering = useMutation({
    mutationFn: (values: { email: string; password: string }) =>
      signIn(values.email.trim(), values.password),
    onSuccess: onSignedIn,
  });
  const demo = setup?.demo ? setup.demo_sign_in : null;
  return (
    <Gate title={t("session.signIn.title")}>
      {ended ? <p className={classes.notice}>{t("session.signIn.ended")}</p> : null}
      <form
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit((values) => entering.mutate(values))}
      >
        <TextInput
          autoComplete="username"
          autoFocus
          inputMode="email"
          label={t("session.email")}
          type="email"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          autoComplete="current-password"
          label={t("session.password")}
          {...form.getInputProps("password")}
        />
        {entering.isError ? (
          <p className={classes.error} role="alert">
            {sentenceOf(entering.error)}
          </p>
        ) : null}
        <Button fullWidth loading={entering.isPending} size="md" type="submit">
          {t("session.signIn.action")}
        </Button>
      </form>
      {demo ? (
        <div className={classes.demo}>
          <p>
            <strong>{t("session.signIn.demoTitle")}</strong>
            {t("session.signIn.demoText", demo)}
          </p>
          <Button onClick={() => form.setValues(demo)} variant="light">
            {t("session.signIn.demoAction")}
          </Button>
        </div>
      ) : null}
    </Gate>
  );
}
