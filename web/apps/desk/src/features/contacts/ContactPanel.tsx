import type { ContactOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useReader } from "@/lib/reader";
import { clockTime, fullTime, longDate, relativeTime } from "@/lib/time";
import { Blank } from "@/ui/Blank";
import { Face } from "@/ui/Face";
import { TextSkeleton } from "@/ui/Skeletons";
import { useNow } from "@/ui/useNow";
import { contactQuery } from "./api";
import classes from "./ContactPanel.module.css";
import { Fact, Facts } from "./Facts";
import { shownValue } from "./fieldValues";

/** Parts 4 and 5: who the contact is and what we know about them. */
export function ContactPanel({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const contact = useQuery(contactQuery(contactId));
  return (
    <aside aria-label={t("contacts.panel")} className={classes.panel}>
      {contact.data ? (
        <Panel contact={contact.data} />
      ) : contact.isError ? (
        <Blank role="alert" title={t("shell.state.failedTitle")}>
          {sentenceOf(contact.error)}
        </Blank>
      ) : (
        <TextSkeleton label={t("shell.state.loading")} />
      )}
    </aside>
  );
}

function Panel({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  const fields = contact.fields.flatMap((field) => {
    const text = shownValue(field, time, { yes: t("contacts.yes"), no: t("contacts.no") });
    return text === null ? [] : [{ ...field, text }];
  });
  const lastSeen = new Date(contact.last_seen_at);
  const languages = new Intl.DisplayNames(time.locale, { type: "language" });
  return (
    <>
      <header className={classes.head}>
        <Face name={contact.name} picture={contact.picture_url} size={64} />
        <h2 className={classes.name}>{contact.name}</h2>
        <p className={classes.seen} title={fullTime(lastSeen, time)}>
          {`${t("contacts.lastSeen")} ${relativeTime(lastSeen, now, time)}`}
        </p>
      </header>
      <Facts title={t("contacts.profile")}>
        <Fact copyable name={t("contacts.email")} value={contact.email} />
        <Fact copyable name={t("contacts.phone")} value={contact.phone} />
        <Fact
          name={t("contacts.language")}
          value={contact.locale ? (languages.of(contact.locale) ?? contact.locale) : null}
        />
        <Fact
          name={t("contacts.localTime")}
          value={contact.time_zone ? clockTime(now, { ...time, zone: contact.time_zone }) : null}
        />
        <Fact
          name={t("contacts.firstSeen")}
          value={longDate(new Date(contact.first_seen_at), time)}
        />
        <Fact
          link={contact.page?.url}
          name={t("contacts.page")}
          value={contact.page ? contact.page.title || contact.page.url : null}
        />
      </Facts>
      <section className={classes.section}>
        <h3 className={classes.title}>{t("contacts.tags")}</h3>
        {contact.tags.length > 0 ? (
          <ul className={classes.tags}>
            {contact.tags.map((tag) => (
              <li className={classes.tag} key={tag.id}>
                <span
                  aria-hidden
                  className={classes.dot}
                  style={{ background: `var(--mantine-color-${tag.color}-6)` }}
                />
                {tag.name}
              </li>
            ))}
          </ul>
        ) : (
          <p className={classes.none}>{t("contacts.noTags")}</p>
        )}
      </section>
      {fields.length > 0 ? (
        <Facts title={t("contacts.fields")}>
          {fields.map((field) => (
            <Fact key={field.id} name={field.name} value={field.text} />
          ))}
        </Facts>
      ) : (
        <section className={classes.section}>
          <h3 className={classes.title}>{t("contacts.fields")}</h3>
          <p className={classes.none}>{t("contacts.noFields")}</p>
        </section>
      )}
    </>
  );
}
