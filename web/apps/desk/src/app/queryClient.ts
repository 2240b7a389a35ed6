import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { statusOf } from "@/lib/problems";

const RETRIES = 2;

/** The one cache of what the server said. A 401 anywhere means that the session is over. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (statusOf(error) === 401) {
      onSignedOut();
    }
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A refusal does not become a yes by asking again; silence may.
        retry: (failures, error) => statusOf(error) === null && failures < RETRIES,
        refetchOnWindowFocus: false,
        staleTime: 30_000,
      },
      // Without a connection a mutation fails and says so; what must survive goes through the outbox.
      mutations: { networkMode: "always" },
    },
  });
}
