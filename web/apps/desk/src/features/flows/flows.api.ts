import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

/** A flow with one document of it; `number` is null when that is the draft of a flow that was never published. */
export type FlowToRead = { name: string; bot_id: string; number: number | null; document: unknown };

/** A flow as one of its versions has it, as it is published unless one is named. */
export function flowQuery(id: string, version: number | undefined) {
  return queryOptions({
    queryKey: keys.flow(id, version),
    queryFn: async ({ signal }): Promise<FlowToRead> => {
      const path = { flow_id: id };
      const flow = await asked(api.GET("/api/flows/{flow_id}", { params: { path }, signal }));
      const { name, bot_id, draft } = flow;
      const number = version ?? flow.published_version;
      if (number === null) {
        return { name, bot_id, number, document: draft };
      }
      const published = await asked(
        api.GET("/api/flows/{flow_id}/versions/{number}", {
          params: { path: { ...path, number } },
          signal,
        }),
      );
      return { name, bot_id, number, document: published.document };
    },
  });
}
