import type { Child } from "../draw/jsx-runtime";
import { dayOf, timeOf } from "../text/moments";
import { Bubble, Face, Offer } from "./bubble";
import { type Row, rowsOf } from "./rows";
import { Text } from "./text";
import type { View } from "./view";

const NEAR = 80; // px from the end: who is there wants to see what comes
const EARLY = 300; // px from the start: older messages are here before the visitor is

/** The conversation: stays at its end, or where the visitor has scrolled to, whatever is added. */
export class Log {
  readonly #view: View;
  #box: HTMLElement | null = null;
  #rows: Row[] = [];
  #before: Row[] = [];
  #fromEnd = 0;
  #atEnd = true;
  #top = 0;
  #news = false;

  constructor(view: View) {
    this.#view = view;
  }

  draw(): Child {
    const { words, locale, config, conversation } = this.#view;
    const { sync } = conversation;
    const { typing } = sync;
    const rows = rowsOf(sync);
    const last = rows.at(-1);
    const latestOwn = rows.findLast(({ author }) => author.kind === "visitor");
    const chosen = new Set<string>();
    for (const { content } of rows)
      if (content?.kind === "choice") chosen.add(`${content.message_id}${content.choice_id}`);
    this.#before = this.#rows;
    this.#rows = rows;
    this.#fromEnd = this.#box ? this.#box.scrollHeight - this.#box.scrollTop : 0;
    return (
      <div class="log" tabindex="0" ref={this.#begin} onscroll={this.#scrolled}>
        <div
          role="log"
          aria-label={words.chat}
          aria-busy={sync.local === null || sync.loadingOlder}
        >
          {!sync.more && config.greeting && (
            <div class="row first last">
              <Face kind="bot" name="" />
              <div class="bubble">
                <Text text={config.greeting} />
              </div>
            </div>
          )}
          {rows.map((row) => (
            <div key={row.id}>
              {row.newDay && <h2>{dayOf(row.at, locale)}</h2>}
              <Bubble view={this.#view} row={row} chosen={chosen} />
              {row.last && (
                <p class={`small ${row.author.kind}`}>
                  {timeOf(row.at, locale)}
                  {row === latestOwn &&
                    !row.entry?.refused &&
                    ` · ${words[stateOf(row, sync.teamSeen)]}`}
                </p>
              )}
            </div>
          ))}
        </div>
        {typing && (
          <div class="row first last">
            <Face kind={typing.kind} name={typing.name} />
            <p class="bubble typing">
              <span class="unseen">
                {typing.name} {words.typing}
              </span>
              <i />
              <i />
              <i />
            </p>
          </div>
        )}
        <div class="replies">
          {last?.content?.kind === "text" &&
            "quick_replies" in last.content &&
            last.content.quick_replies.map(({ id, label }) => (
              <Offer view={this.#view} row={last} id={id} label={label} chosen={false} />
            ))}
        </div>
        {this.#news && (
          <button type="button" class="offer newest" onclick={this.#toEnd}>
            {words.newest}
          </button>
        )}
      </div>
    );
  }

  /** After drawing: the visitor's eyes stay where they were. */
  settle(): void {
    const [rows, before] = [this.#rows, this.#before];
    const grown = rows.at(-1)?.id !== before.at(-1)?.id;
    if (grown && rows.at(-1)?.entry) this.#atEnd = true;
    if (this.#atEnd) this.#toEnd();
    else if (rows[0]?.id !== before[0]?.id && this.#box)
      this.#box.scrollTop = this.#box.scrollHeight - this.#fromEnd;
    else if (grown) this.#setNews(true);
    this.#before = rows;
    this.#scrolled();
  }

  readonly stay = (): void => {
    if (this.#atEnd) this.#toEnd();
  };

  #begin = (box: HTMLElement): void => {
    this.#box = box;
    new ResizeObserver(this.stay).observe(box);
  };

  #toEnd = (): void => {
    this.#box?.scrollTo(0, this.#box.scrollHeight);
  };

  #scrolled = (): void => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.#box ?? {};
    const { conversation } = this.#view;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Only the visitor scrolls up; what grows below is not a reason to leave the end.
    if (near || scrollTop < this.#top) this.#atEnd = near;
    this.#top = scrollTop;
    if (near) this.#setNews(false);
    const { more, loadingOlder } = conversation.sync;
    if (scrollTop < EARLY && more && !loadingOlder) conversation.tell("olderWanted", null);
  };

  #setNews(news: boolean): void {
    if (news === this.#news) return;
    this.#news = news;
    this.#view.redraw();
  }
}

function stateOf(row: Row, teamSeen: number): "sending" | "delivered" | "seen" {
  if (row.entry && !row.entry.sent) return "sending";
  return row.seq && row.seq <= teamSeen ? "seen" : "delivered";
}
