import type {
  Block,
  ContactOut,
  CustomFieldOut,
  EnrollmentOut,
  FieldValue,
  NoteOut,
  NotesPage,
} from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { newId } from "@/lib/ids";
import { keys } from "@/lib/queryKeys";

export function contactQuery(id: string) {
  return queryOptions({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) =>
      asked(
        api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function notesQuery(contactId: string) {
  return infiniteQueryOptions({
    queryKey: keys.contactNotes(contactId),
    queryFn: ({ pageParam, signal }): Promise<NotesPage> =>
      asked(
        api.GET("/api/contacts/{contact_id}/notes", {
          params: {
            path: { contact_id: contactId },
            query: pageParam ? { before: pageParam } : {},
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function threadsQuery(contactId: string) {
  return queryOptions({
    queryKey: keys.contactThreads(contactId),
    queryFn: ({ signal }) =>
      asked(
        api.GET("/api/contacts/{contact_id}/conversations", {
          params: { path: { contact_id: contactId } },
          signal,
        }),
      ),
  });
}

export function enrollmentsQuery(contactId: string) {
  return queryOptions({
    queryKey: keys.enrollments(contactId),
    queryFn: ({ signal }): Promise<EnrollmentOut[]> =>
      asked(
        api.GET("/api/contacts/{contact_id}/enrollments", {
          params: { path: { contact_id: contactId } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const panelQuery = queryOptions({
  queryKey: keys.panel,
  queryFn: () => asked(api.GET("/api/me/panel")),
  staleTime: Number.POSITIVE_INFINITY,
});

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: () => asked(api.GET("/api/channels")),
});

export const tagsQuery = queryOptions({
  queryKey: keys.tags,
  queryFn: () => asked(api.GET("/api/tags")),
});

export const customFieldsQuery = queryOptions({
  queryKey: keys.customFields,
  queryFn: (): Promise<CustomFieldOut[]> => asked(api.GET("/api/custom-fields")),
});

export function arrangePanel(body: { blocks: Block[]; folded: Block[] }) {
  return asked(api.PUT("/api/me/panel", { body }));
}

export type ContactChange = { name?: string; email?: string | null; phone?: string | null };

export function changeContact(id: string, body: ContactChange): Promise<ContactOut> {
  return asked(
    api.PATCH("/api/contacts/{contact_id}", { params: { path: { contact_id: id } }, body }),
  );
}

export function setField(
  contactId: string,
  fieldId: string,
  value: NonNullable<FieldValue["value"]>,
): Promise<ContactOut> {
  const path = { contact_id: contactId, field_id: fieldId };
  return asked(
    api.PUT("/api/contacts/{contact_id}/fields/{field_id}", {
      params: { path },
      // The server's JSON type is recursive and generated as unknown.
      body: { value: value as never },
    }),
  );
}

export function clearField(contactId: string, fieldId: string): Promise<ContactOut> {
  const path = { contact_id: contactId, field_id: fieldId };
  return asked(api.DELETE("/api/contacts/{contact_id}/fields/{field_id}", { params: { path } }));
}

/** Puts a tag on a contact; a name that is new becomes a tag first. */
export async function addTag(
  contactId: string,
  tag: { id: string } | { name: string },
): Promise<ContactOut> {
  const { id } =
    "id" in tag ? tag : await asked(api.POST("/api/tags", { body: { ...tag, color: "gray" } }));
  const path = { contact_id: contactId, tag_id: id };
  return asked(api.PUT("/api/contacts/{contact_id}/tags/{tag_id}", { params: { path } }));
}

export function removeTag(contactId: string, tagId: string): Promise<ContactOut> {
  const path = { contact_id: contactId, tag_id: tagId };
  return asked(api.DELETE("/api/contacts/{contact_id}/tags/{tag_id}", { params: { path } }));
}

export function unsubscribe(contactId: string, topicId: string): Promise<ContactOut> {
  const path = { contact_id: contactId, topic_id: topicId };
  return asked(api.DELETE("/api/contacts/{contact_id}/topics/{topic_id}", { params: { path } }));
}

export function takeOut(contactId: string, sequenceId: string): Promise<unknown> {
  const path = { contact_id: contactId, sequence_id: sequenceId };
  return asked(
    api.DELETE("/api/contacts/{contact_id}/sequences/{sequence_id}", { params: { path } }),
  );
}

export function addNote(conversationId: string, text: string): Promise<NoteOut> {
  return asked(
    api.POST("/api/conversations/{conversation_id}/notes", {
      params: { path: { conversation_id: conversationId } },
      body: { id: newId(), text },
    }),
  );
}

export function rewriteNote(id: string, text: string): Promise<NoteOut> {
  return asked(
    api.PATCH("/api/notes/{note_id}", { params: { path: { note_id: id } }, body: { text } }),
  );
}

export function removeNote(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/notes/{note_id}", { params: { path: { note_id: id } } }));
}
