/** The names that features use for what the server sends, over what `make types` generates from it. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type MeOut = Schemas["MeOut"];
export type Locale = NonNullable<MeOut["locale"]>;
export type Theme = NonNullable<MeOut["theme"]>;
export type AgentOut = Schemas["AgentOut"];
export type WorkspaceOut = Schemas["WorkspaceOut"];
export type CurrentSession = Schemas["CurrentSession"];
export type TeamOut = Schemas["TeamOut"];
export type InvitationLook = Schemas["InvitationLook"];

export type ConversationOut = Schemas["ConversationOut"];
export type Status = ConversationOut["status"];
export type ConversationRow = Schemas["ConversationRow"];
export type ConversationPage = Schemas["ConversationPage"];
export type ConversationCounts = Schemas["Counts"];
export type Excerpt = Schemas["Excerpt"];
export type SearchResult = Schemas["SearchResult"];
export type TimelinePage = Schemas["TimelinePage"];
export type TimelineItem = TimelinePage["items"][number];
export type MessageOut = Schemas["MessageOut"];
export type DeliveryOut = Schemas["DeliveryOut"];
export type DeliveryState = MessageOut["delivery"];
export type NoteOut = Schemas["NoteOut"];
export type ControlledRun = NonNullable<ConversationOut["controlled_run"]>;
export type BotTurnItem = Schemas["BotTurnItem"];
export type FlowOut = Schemas["FlowOut"];
export type ConversationViewOut = Schemas["ConversationViewOut"];
export type Author = Schemas["Author"];
export type Actor = Schemas["ActorOut"];

export type Content = Schemas["MessageContent"];
export type TextContent = Schemas["TextContent"];
export type MediaContent =
  | Schemas["ImageContent"]
  | Schemas["AudioContent"]
  | Schemas["VideoContent"]
  | Schemas["FileContent"];
export type MediaKind = MediaContent["kind"];
export type MediaOut = Schemas["MediaContent"];
export type Button = Schemas["ButtonContent"];
export type QuickReply = Schemas["QuickReplyContent"];
export type Card = Schemas["CardContent"];
export type ContentIn = Schemas["MessageIn"]["content"];
export type AttachmentOut = Schemas["AttachmentOut"];

export type ContactOut = Schemas["ContactOut"];
export type PersonaOut = Schemas["PersonaOut"];
export type ShortcutOut = Schemas["ShortcutOut"];
export type ImportReport = Schemas["ImportReport"];
export type VariableOut = Schemas["VariableOut"];
export type ScheduledReplyOut = Schemas["ScheduledReplyOut"];
export type MentionOut = Schemas["MentionOut"];
export type Resolved = Schemas["Resolved"];
export type FieldValue = Schemas["FieldOut"];
export type TagOut = Schemas["TagOut"];
export type TagColor = NonNullable<Schemas["TagPatch"]["color"]>;
export type CustomFieldOut = Schemas["CustomFieldOut"];
export type FieldType = Schemas["FieldType"];
export type TopicOut = Schemas["TopicOut"];
export type TopicKind = Schemas["TopicKind"];
export type SubscriptionOut = Schemas["SubscriptionOut"];
export type SequenceOut = Schemas["SequenceOut"];
export type EnrollmentOut = Schemas["EnrollmentOut"];
export type NotesPage = Schemas["NotesPage"];
export type PanelLayoutOut = Schemas["PanelLayoutOut"];
export type Block = PanelLayoutOut["blocks"][number];
export type FlowMention = Schemas["FlowMention"];

export type ChannelOut = Schemas["ChannelOut"];
export type BotOut = Schemas["BotOut"];

/** A refusal: problem+json with a stable code and a sentence for people. */
export type Problem = Schemas["obrol__runtime__wire__Problem"];

/** The settings of a web chat channel, whose form the connector describes at run time. */
export type WebchatSettings = {
  color: string;
  title: { en: string; id: string };
  greeting: { en: string; id: string };
  position: "right" | "left";
  allowed_origins: string[];
  launcher: "bubble";
};
