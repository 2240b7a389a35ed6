import type { ContactOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventType, Reducers } from "@/live/reducers";

function putContact(cache: QueryClient, { contact }: { contact: ContactOut }): void {
  cache.setQueryData<ContactOut>(keys.contact(contact.id), (old) =>
    old && old.version < contact.version ? contact : old,
  );
}

// Lists of tags and fields to choose from come with the pages that manage them.
const nothingYet = () => undefined;

export const contactReducers = {
  "contact.added": putContact,
  "contact.changed": putContact,
  "contact.tag_added": putContact,
  "contact.tag_removed": putContact,
  "contact.field_changed": putContact,
  "tag.made": nothingYet,
  "custom_field.made": nothingYet,
} satisfies Partial<Reducers<LiveEventType>>;
