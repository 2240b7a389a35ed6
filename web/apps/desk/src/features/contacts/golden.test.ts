import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ContactOut,
  CustomFieldOut,
  EnrollmentOut,
  NotesPage,
  PanelLayoutOut,
  SequenceOut,
  TagOut,
  TopicOut,
} from "@obrol/api";
import type { LiveEvent } from "@obrol/api/live";
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { keys } from "@/lib/queryKeys";
import { applyWith } from "@/live/reducers";
import { contactReducers } from "./live";
import { type NotesPages, notesOf } from "./notes";

type Picture = {
  contact: ContactOut;
  enrollments: EnrollmentOut[];
  notes: NotesPage;
  panel: PanelLayoutOut;
  tags: TagOut[];
  "custom-fields": CustomFieldOut[];
  topics: TopicOut[];
  sequences: SequenceOut[];
};
type Golden = { before: Picture; events: LiveEvent[]; after: Picture };

// Written by the server's own tests: what an agent saw, what they heard, and what a fresh fetch shows.
const FOLDER = join(import.meta.dirname, "../../../../../../tests/golden/contacts");

function cacheOf(picture: Picture): QueryClient {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { id } = picture.contact;
  cache.setQueryData(keys.contact(id), picture.contact);
  cache.setQueryData(keys.enrollments(id), picture.enrollments);
  cache.setQueryData<NotesPages>(keys.contactNotes(id), {
    pages: [picture.notes],
    pageParams: [null],
  });
  cache.setQueryData(keys.panel, picture.panel);
  cache.setQueryData(keys.tags, picture.tags);
  cache.setQueryData(keys.customFields, picture["custom-fields"]);
  cache.setQueryData(keys.topics, picture.topics);
  cache.setQueryData(keys.sequences, picture.sequences);
  return cache;
}

function pictureOf(cache: QueryClient, id: string): Record<keyof Picture, unknown> {
  const notes = cache.getQueryData<NotesPages>(keys.contactNotes(id))?.pages ?? [];
  return {
    contact: cache.getQueryData(keys.contact(id)),
    enrollments: cache.getQueryData(keys.enrollments(id)),
    notes: { notes: notesOf(notes), before: null },
    panel: cache.getQueryData(keys.panel),
    tags: cache.getQueryData(keys.tags),
    "custom-fields": cache.getQueryData(keys.customFields),
    topics: cache.getQueryData(keys.topics),
    sequences: cache.getQueryData(keys.sequences),
  };
}

test.each(readdirSync(FOLDER))("%s", (file) => {
  const golden: Golden = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
  const { id } = golden.before.contact;
  const cache = cacheOf(structuredClone(golden.before));
  const apply = applyWith(cache, [contactReducers]);

  // A second time, and late, the same events change nothing.
  for (const event of [...golden.events, ...golden.events]) {
    apply(event);
  }
  expect(pictureOf(cache, id)).toEqual(golden.after);
});
