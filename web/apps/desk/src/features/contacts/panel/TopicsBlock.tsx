import type { ContactOut, SubscriptionOut } from "@obrol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { longDate } from "@/lib/time";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { unsubscribe } from "../api";
import { useContactChange } from "../useContact";
import { Pill } from "./Pill";
import classes from "./panel.module.css";

/** What the contact agreed to hear about. Only they can agree; here it is only taken back. */
export function TopicsBlock({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const [asked, setAsked] = useState<SubscriptionOut | null>(null);
  const remove = useContactChange((topicId: string) => unsubscribe(contact.id, topicId), {
    onDone: () => setAsked(null),
  });
  const hint = ({ subscribed_at, expires_at }: SubscriptionOut) =>
    expires_at
      ? t("contacts.topic.until", { date: longDate(new Date(expires_at), time) })
      : t("contacts.topic.since", { date: longDate(new Date(subscribed_at), time) });
  return (
    <>
      {contact.topics.length === 0 ? (
        <p className={classes.none}>{t("contacts.noTopics")}</p>
      ) : (
        <ul className={classes.pills}>
          {contact.topics.map((one) => (
            <Pill
              hint={hint(one)}
              key={one.topic_id}
              onRemove={() => setAsked(one)}
              removes={t("contacts.topic.remove", { name: one.name })}
            >
              {one.name}
            </Pill>
          ))}
        </ul>
      )}
      <ConfirmDialog
        loading={remove.isPending}
        onClose={() => setAsked(null)}
        onYes={() => asked && remove.mutate(asked.topic_id)}
        opened={asked !== null}
        title={t("contacts.topic.removeTitle", { name: asked?.name ?? "" })}
        words={{ yes: t("shell.action.remove"), no: t("shell.action.cancel") }}
      >
        {t("contacts.topic.removeText")}
      </ConfirmDialog>
    </>
  );
}
