import type { ImportReport } from "@obrol/api";
import { api, asked, upload } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const uploadFile = upload;

export const SHEET_ADDRESS = "/api/shortcuts.csv";

/** The shared shortcuts and one's own, by name; kept up to date by the live feed, uses aside. */
export const shortcutsQuery = queryOptions({
  queryKey: keys.shortcuts,
  queryFn: ({ signal }) => asked(api.GET("/api/shortcuts", { signal })),
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

/** Brings a CSV file; what became of each line comes back. */
export function importSheet(file: File): Promise<ImportReport> {
  const form = new FormData();
  form.append("file", file, file.name);
  return asked(
    api.POST("/api/shortcuts/import", {
      // The types know the form by its field; the browser sends it as it is.
      body: { file: file.name },
      bodySerializer: () => form,
    }),
  );
}
