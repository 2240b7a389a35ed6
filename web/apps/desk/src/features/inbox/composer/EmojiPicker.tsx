import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import keywords from "emojilib";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import groups from "unicode-emoji-json/data-by-group.json";
import classes from "./EmojiPicker.module.css";
// "name|more words" by emoji, out of the Indonesian annotations of CLDR 48.2 (Unicode License v3).
import indonesian from "./indonesianEmoji.json";
import { remember, remembered } from "./recentEmoji";

const COLUMNS = 8;
const MOST_FOUND = 96;

const SLUGS = [
  "smileys_emotion",
  "people_body",
  "animals_nature",
  "food_drink",
  "travel_places",
  "activities",
  "objects",
  "symbols",
  "flags",
] as const;

type Slug = (typeof SLUGS)[number] | "recent";
type Emoji = { emoji: string; name: string };

const inIndonesian: Readonly<Record<string, string>> = indonesian;
const bySlug = new Map<string, Emoji[]>(groups.map((group) => [group.slug, group.emojis]));
const everything = groups.flatMap((group) => group.emojis);

/** Emoji by group and by name; arrows move, Enter picks. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t, i18n } = useTranslation();
  const nameOf = (one: Emoji) =>
    (i18n.language === "id" && inIndonesian[one.emoji]?.split("|")[0]) || one.name;
  const recent = useMemo(remembered, []);
  const [words, setWords] = useState("");
  const [group, setGroup] = useState<Slug>(recent.length > 0 ? "recent" : "smileys_emotion");
  const shown = useMemo(() => emojiOf(words, group, recent), [words, group, recent]);
  const search = useRef<HTMLInputElement>(null);
  // It comes after the popover has looked for something to focus.
  useEffect(() => search.current?.focus(), []);
  const pick = ({ emoji, name }: Emoji) => {
    remember({ emoji, name });
    onPick(emoji);
  };
  return (
    <div className={classes.picker}>
      <TextInput
        aria-label={t("composer.emojis.search")}
        ref={search}
        leftSection={<IconSearch aria-hidden size={16} />}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key === "Enter" && first) {
            event.preventDefault();
            pick(first);
          }
        }}
        placeholder={t("composer.emojis.search")}
        size="sm"
        value={words}
        variant="filled"
      />
      {words ? null : (
        <div className={classes.groups}>
          {(recent.length > 0 ? (["recent", ...SLUGS] as const) : SLUGS).map((slug) => (
            <button
              aria-label={t(`composer.emojis.${slug}`)}
              aria-pressed={slug === group}
              className={classes.groupTab}
              key={slug}
              onClick={() => setGroup(slug)}
              title={t(`composer.emojis.${slug}`)}
              type="button"
            >
              {slug === "recent" ? "🕘" : bySlug.get(slug)?.[0]?.emoji}
            </button>
          ))}
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside; Tab works without. */}
      <div className={classes.grid} onKeyDown={moveFocus}>
        {shown.map((one) => (
          <button
            aria-label={nameOf(one)}
            className={classes.emoji}
            key={one.emoji}
            onClick={() => pick(one)}
            title={nameOf(one)}
            type="button"
          >
            {one.emoji}
          </button>
        ))}
        {shown.length === 0 ? <p className={classes.none}>{t("composer.emojis.none")}</p> : null}
      </div>
    </div>
  );
}

function emojiOf(words: string, group: Slug, recent: readonly Emoji[]): readonly Emoji[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length > 0) {
    return everything
      .filter((one) => wanted.every((word) => wordsFor(one).includes(word)))
      .slice(0, MOST_FOUND);
  }
  return group === "recent" ? recent : (bySlug.get(group) ?? []);
}

function wordsFor({ emoji, name }: Emoji): string {
  return [name, ...(keywords[emoji] ?? []), inIndonesian[emoji] ?? ""].join(" ").toLowerCase();
}

function moveFocus(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const target = step === undefined ? undefined : buttons[at + step];
  if (target) {
    event.preventDefault();
    target.focus();
  }
}
