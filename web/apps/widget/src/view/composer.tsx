import { keepsake } from "../app/keepsake";
import type { Child } from "../draw/jsx-runtime";
import { newId } from "../sync/ids";
import { Icon, IconButton } from "./icons";
import { offer, type View } from "./view";

const TEXT_LIMIT = 10_000; // characters, as the server has it
const EMOJI = [..."😀😂😊😍😘🤔😅😢😭😡🙏👍👎👏👋🎉💛🔥✨☕🍰🍜🌱🛵📦💳📍🕐✅❌❓🙌"];

/** Where the visitor writes. What is written outlives a reload, until it is safely in the outbox. */
export class Composer {
  readonly #view: View;
  readonly #draft;
  #field: HTMLTextAreaElement | null = null;
  #files: HTMLInputElement | null = null;
  #text = "";
  #emoji = false;
  /** The id that the text will have as a message, so that draft and message are never both there. */
  #id = newId();

  constructor(view: View) {
    const { channel, conversation } = view;
    this.#view = view;
    this.#draft = keepsake<{ id: string; text: string }>(
      `obrol:${channel}:draft`,
      "sessionStorage",
    );
    const draft = this.#draft.get();
    const { outbox } = conversation.sync;
    if (draft && !outbox.some(({ id }) => id === draft.id)) this.#text = draft.text;
    conversation.listen(() => {
      for (const { id, kept } of conversation.sync.outbox)
        if (kept && this.#draft.get()?.id === id) this.#draft.set(null);
    });
  }

  draw(): Child {
    const { words } = this.#view;
    const tooLong = this.#text.length > TEXT_LIMIT;
    return (
      <form onsubmit={this.#send} onkeydown={this.#key}>
        {tooLong && (
          <p class="bad" role="alert">
            {words.tooLong}
          </p>
        )}
        {this.#emoji && (
          <div class="emoji">
            {EMOJI.map((one) => (
              <button type="button" onclick={() => this.#insert(one)}>
                {one}
              </button>
            ))}
          </div>
        )}
        <input
          type="file"
          multiple={true}
          hidden={true}
          ref={(input) => {
            this.#files = input;
          }}
          onchange={this.#attach}
        />
        <IconButton name="attach" label={words.attach} press={() => this.#files?.click()} />
        <textarea
          ref={(field) => {
            this.#field = field;
          }}
          rows="1"
          aria-label={words.write}
          placeholder={words.write}
          enterkeyhint="send"
          value={this.#text}
          oninput={this.#wrote}
          onpaste={this.#paste}
        />
        <IconButton name="emoji" label={words.emoji} press={() => this.#pick(!this.#emoji)} />
        <button
          type="submit"
          class="icon send"
          aria-label={words.send}
          disabled={tooLong || !this.#text.trim()}
        >
          <Icon name="send" />
        </button>
      </form>
    );
  }

  /** After drawing: as high as the text. */
  settle(): void {
    if (!this.#field) return;
    this.#field.style.height = "0";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  focus(): void {
    this.#field?.focus();
  }

  #send = (event: Event): void => {
    event.preventDefault();
    const text = this.#text.trim();
    if (!text || text.length > TEXT_LIMIT) return;
    const id = this.#id;
    this.#id = newId();
    this.#text = "";
    this.#emoji = false;
    this.#view.conversation.say({ kind: "text", text }, id);
    this.focus();
  };

  #wrote = (): void => {
    this.#text = this.#field?.value ?? "";
    this.#draft.set({ id: this.#id, text: this.#text });
    this.#view.conversation.tell("typed", null);
  };

  #key = (event: KeyboardEvent): void => {
    const { key, shiftKey, isComposing, keyCode, target } = event;
    if (key === "Escape" && this.#emoji) {
      event.stopPropagation();
      this.#pick(false);
      this.focus();
    }
    // While an input method composes, Enter belongs to it (Safari says so only by 229).
    if (key === "Enter" && target === this.#field && !shiftKey && !isComposing && keyCode !== 229)
      this.#send(event);
  };

  #pick(emoji: boolean): void {
    this.#emoji = emoji;
    this.#view.redraw();
  }

  #insert(emoji: string): void {
    const field = this.#field;
    field?.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
    this.#wrote();
    this.focus();
  }

  #paste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (files?.length) event.preventDefault();
    offer(this.#view, files);
  };

  #attach = (): void => {
    offer(this.#view, this.#files?.files);
    // The same file may be chosen again.
    if (this.#files) this.#files.value = "";
  };
}
