const PATHS = {
  attach: "M20 11l-8 8a5 5 0 0 1-7-7l8-8a3 3 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l7-7",
  bot: "M12 4l2 6 6 2-6 2-2 6-2-6-6-2 6-2z",
  chat: "M12 4c5 0 8 3 8 7s-3 7-8 7h-3l-4 2 1-4c-5-5-1-12 6-12",
  close: "M6 9l6 6 6-6",
  emoji: "M3 12a9 9 0 1 1 0 .1M8 14a4 4 0 0 0 8 0M9 9v.1M15 9v.1",
  file: "M13 3H6v18h12V8l-5-5v5h5M9 13h6M9 17h6",
  muted: "M11 5L7 9H3v6h4l4 4zM16 9l6 6M22 9l-6 6",
  send: "M4 12l16-8-5 16-4-7zM11 13l9-9",
  sound: "M11 5L7 9H3v6h4l4 4zM15 9a5 5 0 0 1 0 6M18 6a9 9 0 0 1 0 12",
};

interface IconProps {
  name: keyof typeof PATHS;
}

export function Icon({ name }: IconProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function IconButton({ name, label, press }: IconProps & { label: string; press(): void }) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} onclick={press}>
      <Icon name={name} />
    </button>
  );
}
