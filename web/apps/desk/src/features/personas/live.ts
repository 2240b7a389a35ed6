import type { PersonaOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import { upserted, without } from "@/lib/upsert";
import type { LiveEventType, Reducers } from "@/live/reducers";

export function putPersona(cache: QueryClient, { persona }: { persona: PersonaOut }): void {
  cache.setQueryData<PersonaOut[]>(keys.personas, (all) => upserted(all, persona));
}

export const personaReducers = {
  "persona.made": putPersona,
  "persona.changed": putPersona,
  "persona.removed": (cache, { persona_id }) => {
    cache.setQueryData<PersonaOut[]>(keys.personas, (all) => without(all, persona_id));
  },
} satisfies Partial<Reducers<LiveEventType>>;
