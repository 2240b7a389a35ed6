import type { EnrollmentOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { longDate } from "@/lib/time";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { enrollmentsQuery, takeOut } from "../api";
import { Pill } from "./Pill";
import classes from "./panel.module.css";

/** The sequences that the contact is in. Flows and the API put people in; here they are only taken out. */
export function SequencesBlock({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const answered = useAnsweredWords();
  const enrollments = useQuery(enrollmentsQuery(contactId));
  const [asked, setAsked] = useState<EnrollmentOut | null>(null);
  const remove = useTold({
    mutationFn: (sequenceId: string) => takeOut(contactId, sequenceId),
    renews: [keys.enrollments(contactId)],
    onSuccess: () => setAsked(null),
  });
  return (
    <Answered query={enrollments} {...answered}>
      {(found) => (
        <>
          {found.length === 0 ? (
            <p className={classes.none}>{t("contacts.noSequences")}</p>
          ) : (
            <ul className={classes.pills}>
              {found.map((one) => (
                <Pill
                  hint={t("contacts.sequence.since", {
                    date: longDate(new Date(one.began_at), time),
                  })}
                  key={one.id}
                  onRemove={() => setAsked(one)}
                  removes={t("contacts.sequence.remove", { name: one.sequence.name })}
                >
                  {one.sequence.name}
                </Pill>
              ))}
            </ul>
          )}
          <ConfirmDialog
            loading={remove.isPending}
            onClose={() => setAsked(null)}
            onYes={() => asked && remove.mutate(asked.sequence.id)}
            opened={asked !== null}
            title={t("contacts.sequence.removeTitle", { name: asked?.sequence.name ?? "" })}
            words={{ yes: t("shell.action.remove"), no: t("shell.action.cancel") }}
          >
            {t("contacts.sequence.removeText")}
          </ConfirmDialog>
        </>
      )}
    </Answered>
  );
}
