import { keepsake } from "../app/keepsake";
import { draw } from "../draw/draw";
import { Composer } from "./composer";
import { Icon, IconButton } from "./icons";
import { Log } from "./log";
import { offer, type View } from "./view";

export const muted = keepsake<boolean>("obrol:muted", "localStorage");

/** The whole panel: draws itself into `root` whenever something changes. */
export class Widget {
  readonly #view: View;
  readonly #root: Element;
  readonly #log: Log;
  readonly #composer: Composer;
  #dropping = false;

  constructor(root: Element, parts: Omit<View, "redraw" | "grown">) {
    const view: View = { ...parts, redraw: () => this.#draw(), grown: () => this.#log.stay() };
    this.#root = root;
    this.#view = view;
    this.#composer = new Composer(view);
    this.#log = new Log(view);
    addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && !document.querySelector("dialog")) view.close();
    });
    view.conversation.listen(view.redraw);
    view.redraw();
  }

  /** On a phone this would open the keyboard over what the visitor came to read. */
  focus(): void {
    if (matchMedia("(pointer: fine)").matches) this.#composer.focus();
  }

  #draw(): void {
    const { words, config, conversation, close } = this.#view;
    const { link, online, attempts, answering } = conversation.sync;
    const quiet = muted.get();
    draw(
      this.#root,
      <main ondragover={this.#drag} ondragleave={this.#drag} ondrop={this.#drop}>
        <header>
          <i class="face" aria-hidden="true">
            <Icon name="chat" />
          </i>
          <div>
            <h1>{config.title}</h1>
            <p>{words[answering]}</p>
          </div>
          <IconButton
            name={quiet ? "muted" : "sound"}
            label={quiet ? words.unmute : words.mute}
            press={() => {
              muted.set(!quiet);
              this.#draw();
            }}
          />
          <IconButton name="close" label={words.close} press={close} />
        </header>
        <p class="banner" role="status">
          {link !== "live" && words[online && attempts < 2 ? "connecting" : "offline"]}
        </p>
        {this.#log.draw()}
        {this.#composer.draw()}
        {this.#dropping && <p class="drop">{words.drop}</p>}
      </main>,
    );
    this.#composer.settle();
    this.#log.settle();
  }

  #drag = (event: DragEvent): void => {
    event.preventDefault();
    this.#dropping = event.type === "dragover";
    this.#draw();
  };

  #drop = (event: DragEvent): void => {
    this.#drag(event);
    offer(this.#view, event.dataTransfer?.files);
  };
}
