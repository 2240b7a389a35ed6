import type { ShortcutOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import { upserted, without } from "@/lib/upsert";
import type { LiveEventType, Reducers } from "@/live/reducers";

export function putShortcut(cache: QueryClient, { shortcut }: { shortcut: ShortcutOut }): void {
  cache.setQueryData<ShortcutOut[]>(keys.shortcuts, (all) => upserted(all, shortcut));
}

// The pickers show fields by their names, so each change of one renews what they offer.
function renewVariables(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.variables });
}

export const shortcutReducers = {
  "shortcut.made": putShortcut,
  "shortcut.changed": putShortcut,
  "shortcut.removed": (cache, { shortcut_id, owner_id }) => {
    cache.setQueryData<ShortcutOut[]>(keys.shortcuts, (all) => {
      const known = all?.find((one) => one.id === shortcut_id);
      // Whoever made a shared one their own hears that it is gone for the others.
      return known && known.owner_id === owner_id ? without(all, shortcut_id) : all;
    });
  },
  "custom_field.made": renewVariables,
  "custom_field.changed": renewVariables,
  "custom_field.removed": renewVariables,
} satisfies Partial<Reducers<LiveEventType>>;
