import { expect, test } from "vitest";
import { browserLocale } from "@/lib/i18n";
import { en } from "./en/catalog";
import { id } from "./id/catalog";

type Branch = { readonly [key: string]: string | Branch };

function entries(branch: Branch, path = ""): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : entries(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((one) => one[1]).sort();

test("both languages have the same keys", () => {
  expect(entries(id).map(([key]) => key)).toEqual(entries(en).map(([key]) => key));
});

test("no entry is empty, and both languages fill in the same placeholders", () => {
  const indonesian = new Map(entries(id));
  for (const [key, text] of entries(en)) {
    const other = indonesian.get(key) ?? "";
    expect(text.trim(), key).not.toBe("");
    expect(other.trim(), key).not.toBe("");
    expect(placeholders(other), key).toEqual(placeholders(text));
  }
});

// The labels that the contract of the live chat page fixes for both languages.
test.each([
  ["Live Chat", "Obrolan Langsung", "shell.nav.liveChat"],
  ["Inbox", "Kotak Masuk", "inbox.list.open"],
  ["Done", "Selesai", "inbox.list.done"],
  ["Search", "Pencarian", "inbox.list.search"],
  ["Reply", "Balas", "composer.reply"],
  ["Note", "Catatan", "composer.note"],
])("%s is %s", (english, indonesian, key) => {
  expect(new Map(entries(en)).get(key)).toBe(english);
  expect(new Map(entries(id)).get(key)).toBe(indonesian);
});

test("the language comes from the browser when we speak it", () => {
  expect(browserLocale(["id-ID", "en"])).toBe("id");
  expect(browserLocale(["in"])).toBe("id");
  expect(browserLocale(["fr", "en-GB"])).toBe("en");
  expect(browserLocale(["fr"])).toBe("en");
});
