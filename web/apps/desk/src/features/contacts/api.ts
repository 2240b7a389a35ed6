import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
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
