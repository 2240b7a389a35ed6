import type { ReactNode } from "react";
import { linkParts } from "@/lib/links";
import classes from "./content.module.css";

/** Text as it was written: line breaks kept, web addresses pressable, `@` and one of the names bold, and nothing else. */
export function RichText({ text, names = [] }: { text: string; names?: readonly string[] }) {
  let at = 0;
  return (
    <span className={classes.text} dir="auto">
      {linkParts(text).map((part) => {
        at += part.text.length;
        return part.kind === "link" ? (
          <a href={part.url} key={at} rel="noopener noreferrer nofollow" target="_blank">
            {part.text}
          </a>
        ) : (
          <span key={at}>{names.length > 0 ? withNames(part.text, names) : part.text}</span>
        );
      })}
    </span>
  );
}

function withNames(text: string, names: readonly string[]): ReactNode[] {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const escaped = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  let at = 0;
  return text.split(new RegExp(`(@(?:${escaped.join("|")}))`, "u")).map((piece, index) => {
    at += piece.length;
    return index % 2 === 1 ? <b key={at}>{piece}</b> : piece;
  });
}
