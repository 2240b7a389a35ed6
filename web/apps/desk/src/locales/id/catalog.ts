import type { Catalog } from "../catalog";
import { bots } from "./bots";
import { channels } from "./channels";
import { composer } from "./composer";
import { contacts } from "./contacts";
import { content } from "./content";
import { conversation } from "./conversation";
import { flow } from "./flow";
import { inbox } from "./inbox";
import { keyboard } from "./keyboard";
import { notifications } from "./notifications";
import { personas } from "./personas";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";
import { shortcuts } from "./shortcuts";
import { subflow } from "./subflow";

export const id: Catalog = {
  bots,
  channels,
  composer,
  contacts,
  content,
  conversation,
  flow,
  inbox,
  personas,
  keyboard,
  notifications,
  session,
  settings,
  shell,
  shortcuts,
  subflow,
};
