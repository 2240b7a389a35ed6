const DAY = 86_400_000; // ms

export function timeOf(at: string, locale: string): string {
  return new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

/** "Today", "yesterday", or the date, in the words of the language. */
export function dayOf(at: string, locale: string, now = new Date()): string {
  const day = new Date(at);
  const ago = Math.round((midnight(now) - midnight(day)) / DAY);
  return ago < 2
    ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-ago, "day")
    : day.toLocaleDateString(locale, { dateStyle: "full" });
}

export function midnight(day: Date): number {
  return new Date(day).setHours(0, 0, 0, 0);
}

export function sizeOf(bytes: number, locale: string): string {
  const mega = bytes > 999_499;
  const size = Math.max(0.1, bytes / (mega ? 1e6 : 1e3));
  return size.toLocaleString(locale, {
    maximumFractionDigits: size < 10 ? 1 : 0,
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
  });
}
