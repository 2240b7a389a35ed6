import type {
  ContactOut,
  ConversationOut,
  ConversationRow,
  CustomFieldOut,
  EnrollmentOut,
  PanelLayoutOut,
  SequenceOut,
  TagOut,
  TopicOut,
} from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventType, Reducers } from "@/live/reducers";
import { namedAgain, withNewer, withNewerNamed, without } from "./lists";
import { dropNote, putNote } from "./notes";

function putContact(cache: QueryClient, { contact }: { contact: ContactOut }): void {
  cache.setQueryData<ContactOut>(keys.contact(contact.id), (old) =>
    old && old.version < contact.version ? contact : old,
  );
}

function putContactAndCount(uses: readonly string[]) {
  return (cache: QueryClient, event: { contact: ContactOut }) => {
    putContact(cache, event);
    recount(cache, uses);
  };
}

/** Counts are asked for again where somebody looks at them. */
function recount(cache: QueryClient, uses: readonly string[]): void {
  void cache.invalidateQueries({ queryKey: uses });
}

/** Every contact in the cache: what was renamed or removed is on all of them. */
function changeContacts(cache: QueryClient, change: (contact: ContactOut) => ContactOut): void {
  cache.setQueriesData<ContactOut>({ queryKey: keys.contactsAll }, (old) => old && change(old));
}

function putTag(cache: QueryClient, { tag }: { tag: TagOut }): void {
  cache.setQueryData<TagOut[]>(keys.tags, (all) => withNewerNamed(all, tag));
  changeContacts(cache, (contact) => ({
    ...contact,
    tags: contact.tags.map((one) => (one.id === tag.id && one.version < tag.version ? tag : one)),
  }));
}

function putField(cache: QueryClient, { custom_field: field }: { custom_field: CustomFieldOut }) {
  cache.setQueryData<CustomFieldOut[]>(keys.customFields, (all) => withNewer(all, field));
  const { id, key, name, type } = field;
  changeContacts(cache, (contact) => ({
    ...contact,
    fields: contact.fields.some((one) => one.id === id)
      ? contact.fields.map((one) => (one.id === id ? { ...one, name } : one))
      : [...contact.fields, { id, key, name, type, value: null }],
  }));
}

function putTopic(cache: QueryClient, { topic }: { topic: TopicOut }): void {
  cache.setQueryData<TopicOut[]>(keys.topics, (all) => withNewerNamed(all, topic));
  changeContacts(cache, (contact) => ({
    ...contact,
    topics: namedAgain(contact.topics, (one) => one.topic_id === topic.id, topic.name),
  }));
}

function putSequence(cache: QueryClient, { sequence }: { sequence: SequenceOut }): void {
  cache.setQueryData<SequenceOut[]>(keys.sequences, (all) => withNewerNamed(all, sequence));
  cache.setQueriesData<EnrollmentOut[]>({ queryKey: keys.enrollmentsAll }, (all) =>
    all?.map((one) =>
      one.sequence.id === sequence.id && one.sequence.version < sequence.version
        ? { ...one, sequence }
        : one,
    ),
  );
}

function putEnrollment(cache: QueryClient, { enrollment }: { enrollment: EnrollmentOut }): void {
  cache.setQueryData<EnrollmentOut[]>(keys.enrollments(enrollment.contact_id), (all) =>
    enrollment.status === "active"
      ? withNewer(all, enrollment)
      : without(all, (one) => one.id === enrollment.id),
  );
  recount(cache, keys.sequenceUses);
}

/** Where else the contact wrote: the newer of two versions, in its place. */
function putThread(cache: QueryClient, { conversation }: { conversation: ConversationOut }): void {
  cache.setQueryData<ConversationRow[]>(keys.contactThreads(conversation.contact.id), (rows) =>
    rows?.map((row) =>
      row.conversation.id === conversation.id && row.conversation.version < conversation.version
        ? { ...row, conversation }
        : row,
    ),
  );
}

export const contactReducers = {
  "contact.added": putContact,
  "contact.changed": putContact,
  "contact.tag_added": putContactAndCount(keys.tagUses),
  "contact.tag_removed": putContactAndCount(keys.tagUses),
  "contact.field_changed": putContactAndCount(keys.fieldUses),
  "contact.subscribed": putContactAndCount(keys.topicUses),
  "contact.unsubscribed": putContactAndCount(keys.topicUses),
  "tag.made": putTag,
  "tag.changed": putTag,
  "tag.removed": (cache, { tag_id }) => {
    cache.setQueryData<TagOut[]>(keys.tags, (all) => without(all, (one) => one.id === tag_id));
    changeContacts(cache, (contact) => ({
      ...contact,
      tags: contact.tags.filter((one) => one.id !== tag_id),
    }));
  },
  "custom_field.made": putField,
  "custom_field.changed": putField,
  "custom_field.removed": (cache, { field_id }) => {
    cache.setQueryData<CustomFieldOut[]>(keys.customFields, (all) =>
      without(all, (one) => one.id === field_id),
    );
    changeContacts(cache, (contact) => ({
      ...contact,
      fields: contact.fields.filter((one) => one.id !== field_id),
    }));
  },
  "topic.made": putTopic,
  "topic.changed": putTopic,
  "topic.removed": (cache, { topic_id }) => {
    cache.setQueryData<TopicOut[]>(keys.topics, (all) =>
      without(all, (one) => one.id === topic_id),
    );
    changeContacts(cache, (contact) => ({
      ...contact,
      topics: contact.topics.filter((one) => one.topic_id !== topic_id),
    }));
  },
  "sequence.made": putSequence,
  "sequence.changed": putSequence,
  "sequence.removed": (cache, { sequence_id }) => {
    cache.setQueryData<SequenceOut[]>(keys.sequences, (all) =>
      without(all, (one) => one.id === sequence_id),
    );
    cache.setQueriesData<EnrollmentOut[]>({ queryKey: keys.enrollmentsAll }, (all) =>
      without(all, (one) => one.sequence.id === sequence_id),
    );
  },
  "enrollment.began": putEnrollment,
  "enrollment.ended": putEnrollment,
  "note.added": (cache, { conversation, note }) => putNote(cache, conversation.contact.id, note),
  "note.changed": (cache, { conversation, note }) => putNote(cache, conversation.contact.id, note),
  "note.removed": (cache, { conversation, note_id }) =>
    dropNote(cache, conversation.contact.id, note_id),
  "message.received": putThread,
  "message.queued": putThread,
  "conversation.done": putThread,
  "conversation.reopened": putThread,
  "conversation.snoozed": putThread,
  "conversation.woken": putThread,
  "conversation.started": (cache, { conversation }) => {
    void cache.invalidateQueries({ queryKey: keys.contactThreads(conversation.contact.id) });
  },
  "panel.arranged": (cache, { layout }) => {
    cache.setQueryData<PanelLayoutOut>(keys.panel, (old) =>
      old && old.version >= layout.version ? old : layout,
    );
  },
} satisfies Partial<Reducers<LiveEventType>>;
