import type { ChannelOut, WebchatSettings } from "@obrol/api";

// What the server takes: scheme, host, optional port, optionally any subdomain; never a path.
const ORIGIN = /^https?:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/u;

export function isWebchat(
  channel: ChannelOut,
): channel is ChannelOut & { settings: WebchatSettings } {
  return channel.kind === "webchat";
}

/** The line that a site puts into its pages. */
export function snippetFor(publicId: string, base: string): string {
  return `<script src="${base}/widget/loader.js" data-channel="${publicId}" async></script>`;
}

/** Addresses as they were typed, one a line or divided by commas, told apart into good and bad. */
export function readOrigins(text: string): { origins: string[]; bad: string[] } {
  const typed = text
    .split(/[\s,]+/u)
    .map((one) => one.trim().toLowerCase().replace(/\/+$/u, ""))
    .filter(Boolean);
  return {
    origins: [...new Set(typed.filter((one) => ORIGIN.test(one)))],
    bad: typed.filter((one) => !ORIGIN.test(one)),
  };
}

/** Black or white, whichever reads better on a colour (WCAG relative luminance). */
export function inkOn(color: string): "#000000" | "#ffffff" {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}
