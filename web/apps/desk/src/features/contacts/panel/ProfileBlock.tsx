import { TextInput } from "@mantine/core";
import type { ContactOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useReader } from "@/lib/reader";
import { clockTime, fullTime, longDate, relativeTime } from "@/lib/time";
import { useNow } from "@/ui/useNow";
import { changeContact, channelsQuery } from "../api";
import { useContactChange } from "../useContact";
import { Breakable } from "./Breakable";
import { Fact } from "./Fact";
import { FactForm } from "./FactForm";
import classes from "./panel.module.css";

/** Who the contact is: what can be corrected, and what we only saw. */
export function ProfileBlock({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  const { data: channels = [] } = useQuery(channelsQuery);
  const clear = useContactChange((what: "email" | "phone") =>
    changeContact(contact.id, { [what]: null }),
  );
  const lastSeen = new Date(contact.last_seen_at);
  const firstSeen = new Date(contact.first_seen_at);
  const zone = contact.time_zone;
  return (
    <dl className={classes.facts}>
      <Attribute contact={contact} name={t("contacts.name")} what="name" />
      <Attribute
        contact={contact}
        name={t("contacts.email")}
        onClear={() => clear.mutate("email")}
        what="email"
      />
      <Attribute
        contact={contact}
        name={t("contacts.phone")}
        onClear={() => clear.mutate("phone")}
        what="phone"
      />
      {contact.identities.map((one) => (
        <Fact
          copies={one.external_id}
          hint={one.external_id}
          key={`${one.channel_id} ${one.external_id}`}
          name={t("contacts.knownOn")}
          value={
            channels.find((channel) => channel.id === one.channel_id)?.name ?? one.channel_kind
          }
        />
      ))}
      <Fact name={t("contacts.language")} value={languageName(contact.locale, time.locale)} />
      <Fact
        name={t("contacts.localTime")}
        value={zone ? `${clockTime(now, { ...time, zone })} · ${zone.replaceAll("_", " ")}` : null}
      />
      <Fact
        name={t("contacts.firstSeen")}
        value={<time title={fullTime(firstSeen, time)}>{longDate(firstSeen, time)}</time>}
      />
      <Fact
        name={t("contacts.lastSeen")}
        value={<time title={fullTime(lastSeen, time)}>{relativeTime(lastSeen, now, time)}</time>}
      />
      <Fact name={t("contacts.page")} value={contact.page ? <Page page={contact.page} /> : null} />
    </dl>
  );
}

type AttributeProps = {
  contact: ContactOut;
  what: "name" | "email" | "phone";
  name: string;
  onClear?: () => void;
};

function Attribute({ contact, what, name, onClear }: AttributeProps) {
  const value = contact[what];
  return (
    <Fact
      copies={value}
      editor={(close) => (
        <AttributeForm contact={contact} name={name} onClose={close} what={what} />
      )}
      name={name}
      onClear={onClear}
      value={value ? <Breakable text={value} /> : null}
    />
  );
}

const INPUTS = {
  name: { type: "text", autoComplete: "off", maxLength: 200 },
  email: { type: "email", autoComplete: "off", maxLength: 254 },
  phone: { type: "tel", autoComplete: "off", maxLength: 40 },
} as const;

type FormProps = Pick<AttributeProps, "contact" | "what" | "name"> & { onClose: () => void };

function AttributeForm({ contact, what, name, onClose }: FormProps) {
  const [text, setText] = useState(contact[what] ?? "");
  const change = useContactChange((value: string) => changeContact(contact.id, { [what]: value }), {
    silent: true,
    onDone: onClose,
  });
  return (
    <FactForm
      name={name}
      onClose={onClose}
      onSave={() => change.mutate(text)}
      saving={change.isPending}
    >
      <TextInput
        autoFocus
        error={change.error ? sentenceOf(change.error) : null}
        label={name}
        onChange={(event) => {
          setText(event.currentTarget.value);
          change.reset();
        }}
        onFocus={(event) => event.currentTarget.select()}
        value={text}
        {...INPUTS[what]}
      />
    </FactForm>
  );
}

function Page({ page }: { page: NonNullable<ContactOut["page"]> }) {
  const words = page.title || page.url;
  return /^https?:\/\//iu.test(page.url) ? (
    <a href={page.url} rel="noopener noreferrer nofollow" target="_blank" title={page.url}>
      {words}
    </a>
  ) : (
    words
  );
}

function languageName(tag: string | null, locale: string): string | null {
  if (!tag) {
    return null;
  }
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // A tag that looks like one and is none.
  }
}
