import type { Catalog } from "../catalog";
import { bots } from "./bots";
import { channels } from "./channels";
import { composer } from "./composer";
import { contacts } from "./contacts";
import { conversation } from "./conversation";
import { inbox } from "./inbox";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";

export const id: Catalog = {
  bots,
  channels,
  composer,
  contacts,
  conversation,
  inbox,
  session,
  settings,
  shell,
};
