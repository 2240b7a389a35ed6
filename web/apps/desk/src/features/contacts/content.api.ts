import type { FieldType, FlowMention, TagColor, TopicKind } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const topicsQuery = queryOptions({
  queryKey: keys.topics,
  queryFn: () => asked(api.GET("/api/topics")),
});

export const sequencesQuery = queryOptions({
  queryKey: keys.sequences,
  queryFn: () => asked(api.GET("/api/sequences")),
});

// Counts change with every contact: asked for again whenever a page is opened.

export const tagUsesQuery = queryOptions({
  queryKey: keys.tagUses,
  queryFn: () => asked(api.GET("/api/tags/uses")),
  staleTime: 0,
});

export const fieldUsesQuery = queryOptions({
  queryKey: keys.fieldUses,
  queryFn: () => asked(api.GET("/api/custom-fields/uses")),
  staleTime: 0,
});

export const topicUsesQuery = queryOptions({
  queryKey: keys.topicUses,
  queryFn: () => asked(api.GET("/api/topics/uses")),
  staleTime: 0,
});

export const sequenceUsesQuery = queryOptions({
  queryKey: keys.sequenceUses,
  queryFn: () => asked(api.GET("/api/sequences/uses")),
  staleTime: 0,
});

/** What a flow may speak of: a tag by its name, a field by its key, the others by their id. */
export type Mentioned =
  | { tag: string }
  | { field_key: string }
  | { topic_id: string }
  | { sequence_id: string };

/** The flows that would miss it. */
export function mentionsQuery(of: Mentioned) {
  const [what = "", which = ""] = Object.entries(of)[0] ?? [];
  return queryOptions({
    queryKey: keys.mentions(what, which),
    queryFn: (): Promise<FlowMention[]> =>
      asked(api.GET("/api/flow-mentions", { params: { query: of } })),
    staleTime: 0,
  });
}

export function makeTag(body: { name: string; color: TagColor }) {
  return asked(api.POST("/api/tags", { body }));
}

export function changeTag({ id, ...body }: { id: string; name: string; color: TagColor }) {
  return asked(api.PATCH("/api/tags/{tag_id}", { params: { path: { tag_id: id } }, body }));
}

export function removeTag(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/tags/{tag_id}", { params: { path: { tag_id: id } } }));
}

export type FieldWords = { name: string; description: string; choices: string[] };

export function makeField(body: FieldWords & { key: string; type: FieldType }) {
  return asked(api.POST("/api/custom-fields", { body }));
}

export function changeField({ id, ...body }: FieldWords & { id: string }) {
  return asked(
    api.PATCH("/api/custom-fields/{field_id}", { params: { path: { field_id: id } }, body }),
  );
}

export function removeField(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/custom-fields/{field_id}", { params: { path: { field_id: id } } }));
}

export function makeTopic(body: { name: string; kind: TopicKind }) {
  return asked(api.POST("/api/topics", { body }));
}

export function renameTopic({ id, name }: { id: string; name: string }) {
  return asked(
    api.PATCH("/api/topics/{topic_id}", { params: { path: { topic_id: id } }, body: { name } }),
  );
}

export function removeTopic(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/topics/{topic_id}", { params: { path: { topic_id: id } } }));
}

export function makeSequence(name: string) {
  return asked(api.POST("/api/sequences", { body: { name } }));
}

export function renameSequence({ id, name }: { id: string; name: string }) {
  const params = { path: { sequence_id: id } };
  return asked(api.PATCH("/api/sequences/{sequence_id}", { params, body: { name } }));
}

export function removeSequence(id: string): Promise<unknown> {
  const params = { path: { sequence_id: id } };
  return asked(api.DELETE("/api/sequences/{sequence_id}", { params }));
}
