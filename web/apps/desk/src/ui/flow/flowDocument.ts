/** A flow as it was published. What a step's options are depends on its type; new types are read as well as may be. */
export type FlowStep = {
  id: string;
  type: string;
  name: string;
  options: Readonly<Record<string, unknown>>;
  exits: readonly { name: string; target: string }[];
};

export type Choice = { id: string; label: string };

/** What people read of a message that a step says. */
export type Said = { text: string; isPicture: boolean; choices: readonly Choice[] };

export type FlowDocument = { start: string; steps: ReadonlyMap<string, FlowStep> };

const CHOICE = "choice:";

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function words(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

export function readFlow(document: unknown): FlowDocument {
  const { start, steps } = record(document);
  return {
    start: words(start),
    steps: new Map(
      Object.entries(record(steps)).map(([id, step]) => {
        const { type, name, options, exits } = record(step);
        const read = { id, type: words(type), name: words(name), options: record(options) };
        return [id, { ...read, exits: exitsOf(read, exits) }];
      }),
    ),
  };
}

/** In the order of the buttons that lead there, whatever order they were stored in; the rest after them. */
function exitsOf(step: Omit<FlowStep, "exits">, exits: unknown): FlowStep["exits"] {
  const choices = saidBy(step).flatMap((said) => said.choices.map((one) => `${CHOICE}${one.id}`));
  const order = [...choices, "next", "answered", "yes", "no"];
  return Object.entries(record(exits))
    .map(([name, target]) => ({ name, target: words(target) }))
    .sort((one, other) => rankIn(order, one.name) - rankIn(order, other.name));
}

function rankIn(order: readonly string[], name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

/** The steps as one meets them from the start; those that nothing leads to come last. */
export function inOrder({ start, steps }: FlowDocument): FlowStep[] {
  const met = new Map<string, FlowStep>();
  const ahead = [start];
  while (ahead.length > 0) {
    const step = steps.get(ahead.shift() ?? "");
    if (step && !met.has(step.id)) {
      met.set(step.id, step);
      ahead.push(...step.exits.map((exit) => exit.target));
    }
  }
  return [...met.values(), ...[...steps.values()].filter((step) => !met.has(step.id))];
}

function choicesIn(value: unknown): Choice[] {
  return list(value).map((one) => {
    const { id, label } = record(one);
    return { id: words(id), label: words(label) };
  });
}

/** What a step says to the contact, in order. */
export function saidBy(step: Pick<FlowStep, "type" | "options">): Said[] {
  if (step.type === "ask_question") {
    const answer = record(step.options.answer);
    return [
      { text: words(step.options.text), isPicture: false, choices: choicesIn(answer.choices) },
    ];
  }
  return list(step.options.messages).map((one) => {
    const message = record(one);
    return {
      text: words(message.text) || words(message.caption),
      isPicture: message.kind === "image",
      choices: [...choicesIn(message.buttons), ...choicesIn(message.quick_replies)],
    };
  });
}

export type Check = { on: string; operator: string; value: string };

export function checksOf(step: FlowStep): Check[] {
  return list(step.options.checks).map((one) => {
    const { on, path, tag, operator, value } = record(one);
    return on === "tag"
      ? { on: "tag", operator: words(operator) || "has", value: words(tag) }
      : { on: words(path), operator: words(operator), value: words(value) };
  });
}

/** What stands on the button that leads through an exit; null for an exit that is not a choice. */
export function choiceOfExit(step: FlowStep, exit: string): string | null {
  if (!exit.startsWith(CHOICE)) {
    return null;
  }
  const id = exit.slice(CHOICE.length);
  const choices = saidBy(step).flatMap((said) => said.choices);
  return choices.find((choice) => choice.id === id)?.label ?? id;
}
