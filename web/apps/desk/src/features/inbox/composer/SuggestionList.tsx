import { IconPaperclip } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./suggestions.module.css";
import { optionId, type useSuggestions } from "./useSuggestions";

/** What can be chosen for the word under the caret; the keys stay with the text box. */
export function SuggestionList({ list }: { list: ReturnType<typeof useSuggestions> }) {
  const { t } = useTranslation();
  const active = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active option is what scrolls.
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for the clean-up.
    void active.current?.scrollIntoView({ block: "nearest" });
  }, [list.active]);
  if (!list.isOpen || !list.token) {
    return null;
  }
  const { kind } = list.token;
  return (
    <div className={classes.popup}>
      <div
        aria-label={t(`composer.suggestions.${kind}`)}
        className={classes.list}
        id={list.listId}
        role="listbox"
      >
        {list.suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the focus, and its keys choose.
          // biome-ignore lint/a11y/useFocusableInteractive: the same.
          <div
            aria-selected={index === list.active}
            className={classes.option}
            id={optionId(list.listId, index)}
            key={suggestion.id}
            onClick={() => list.choose(suggestion)}
            onMouseDown={(event) => event.preventDefault()}
            ref={index === list.active ? active : undefined}
            role="option"
          >
            <span className={classes.title}>
              {suggestion.title}
              {suggestion.shortcut && suggestion.shortcut.attachments.length > 0 ? (
                <IconPaperclip aria-label={t("composer.suggestions.hasFiles")} size={14} />
              ) : null}
            </span>
            <span className={classes.more}>{suggestion.more}</span>
          </div>
        ))}
      </div>
      {list.suggestions.length === 0 ? (
        <p className={classes.none} role="status">
          {list.isLoading ? t("shell.state.loading") : t(`composer.suggestions.${kind}None`)}
        </p>
      ) : (
        <p className={classes.keys}>{t("composer.suggestions.keys")}</p>
      )}
    </div>
  );
}
