import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { CurrentSession, InvitationLook } from "@obrol/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { TextSkeleton } from "@/ui/Skeletons";
import { acceptInvitation, invitationQuery } from "./api";
import { Gate } from "./Gate";
import classes from "./Gate.module.css";
import { likeEmail, longPassword, PASSWORD_LEAST, required } from "./rules";

type Props = { token: string; onSignedIn: (session: CurrentSession) => void };

/** Where the link of an invitation leads. */
export function InvitationPage({ token, onSignedIn }: Props) {
  const { t } = useTranslation();
  const invitation = useQuery(invitationQuery(token));
  if (invitation.isPending) {
    return (
      <Gate title={t("shell.state.loading")}>
        <TextSkeleton label={t("shell.state.loading")} />
      </Gate>
    );
  }
  if (invitation.isError) {
    return (
      <Gate lead={t("session.invitation.badText")} title={t("session.invitation.badTitle")}>
        {null}
      </Gate>
    );
  }
  return <Joining invitation={invitation.data} onSignedIn={onSignedIn} token={token} />;
}

function Joining({ token, invitation, onSignedIn }: Props & { invitation: InvitationLook }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { name: "", email: invitation.email ?? "", password: "" },
    validate: { name: required, email: likeEmail, password: longPassword },
  });
  const joining = useMutation({
    mutationFn: (values: { name: string; email: string; password: string }) =>
      acceptInvitation({ token, ...values }),
    onSuccess: onSignedIn,
  });
  return (
    <Gate
      lead={t("session.invitation.lead", { role: t(`shell.role.${invitation.role}`) })}
      title={t("session.invitation.title", { workspace: invitation.workspace_name })}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit((values) => joining.mutate(values))}
      >
        <TextInput
          autoComplete="name"
          autoFocus
          label={t("session.name")}
          maxLength={100}
          {...form.getInputProps("name")}
        />
        <TextInput
          autoComplete="username"
          inputMode="email"
          label={t("session.email")}
          readOnly={invitation.email !== null}
          type="email"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          autoComplete="new-password"
          description={t("session.passwordHint", { count: PASSWORD_LEAST })}
          label={t("session.password")}
          {...form.getInputProps("password")}
        />
        {joining.isError ? (
          <p className={classes.error} role="alert">
            {sentenceOf(joining.error)}
          </p>
        ) : null}
        <Button fullWidth loading={joining.isPending} size="md" type="submit">
          {t("session.invitation.action")}
        </Button>
      </form>
    </Gate>
  );
}
