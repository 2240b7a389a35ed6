import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

/** The shared shortcuts and one's own, by name; kept up to date by the live feed, uses aside. */
export const shortcutsQuery = queryOptions({
  queryKey: keys.shortcuts,
  queryFn: ({ signal }) => asked(api.GET("/api/shortcuts", { signal })),
});

/** What `{{path}}` can look up in a reply. */
export const variablesQuery = queryOptions({
  queryKey: keys.variables,
  queryFn: ({ signal }) => asked(api.GET("/api/variables", { signal })),
});

export type ShortcutWords = {
  name: string;
  text: string;
  category: string;
  attachment_ids: string[];
  is_personal: boolean;
};

export function makeShortcut(body: ShortcutWords) {
  return asked(api.POST("/api/shortcuts", { body }));
}

export function changeShortcut({ id, ...body }: { id: string } & Partial<ShortcutWords>) {
  return asked(
    api.PATCH("/api/shortcuts/{shortcut_id}", { params: { path: { shortcut_id: id } }, body }),
  );
}

export function removeShortcut(id: string): Promise<unknown> {
  return asked(
    api.DELETE("/api/shortcuts/{shortcut_id}", { params: { path: { shortcut_id: id } } }),
  );
}

/** Counts that a shortcut was chosen. */
export function noteUse(id: string): Promise<unknown> {
  return asked(
    api.POST("/api/shortcuts/{shortcut_id}/uses", { params: { path: { shortcut_id: id } } }),
  );
}

/** A text as the contact of a conversation would get it, and what would stop it. */
export function resolveText(conversationId: string, text: string) {
  return asked(
    api.POST("/api/conversations/{conversation_id}/resolve", {
      params: { path: { conversation_id: conversationId } },
      body: { text },
    }),
  );
}
