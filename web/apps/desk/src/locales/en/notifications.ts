export const notifications = {
  title: "Notifications",
  lead: "How you hear of new messages while you look at something else.",
  sound: "Sound",
  soundHint: "Two soft notes when a customer writes.",
  desktop: "Desktop notifications",
  desktopHint: "Shown while this window is in the background. Your browser asks once.",
  refused: "Your browser blocks them. Allow notifications for this site in its settings first.",
  about: "Tell me about",
  mine: "Mine and unassigned",
  all: "Everything the team answers",
  somethingSent: "Sent you something",
} as const;
