import { api, asked, upload } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const uploadFile = upload;

/** The personas that one may reply under, by name; kept up to date by the live feed. */
export const personasQuery = queryOptions({
  queryKey: keys.personas,
  queryFn: ({ signal }) => asked(api.GET("/api/personas", { signal })),
});

export type PersonaLook = { name: string; picture_id: string | null };

export function makePersona(body: PersonaLook) {
  return asked(api.POST("/api/personas", { body }));
}

export function changePersona({ id, ...body }: { id: string } & Partial<PersonaLook>) {
  return asked(
    api.PATCH("/api/personas/{persona_id}", { params: { path: { persona_id: id } }, body }),
  );
}

export function removePersona(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/personas/{persona_id}", { params: { path: { persona_id: id } } }));
}
