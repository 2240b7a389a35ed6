import { linkParts } from "@/lib/links";
import classes from "./content.module.css";

/** Text as it was written: line breaks kept, web addresses pressable, nothing else interpreted. */
export function RichText({ text }: { text: string }) {
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
          <span key={at}>{part.text}</span>
        );
      })}
    </span>
  );
}
