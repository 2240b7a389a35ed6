import type { Child } from "../draw/jsx-runtime";
import { linkify } from "../text/links";

interface LinkProps {
  href: string | null;
  class?: string;
  children: Child;
}

/** An address that was checked, and that learns nothing of where the visitor came from. */
export function Link({ href, class: kind, children }: LinkProps) {
  return (
    <a class={kind} href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Words as they are, with links where they are safe. */
export function Text({ text }: { text: string }) {
  return (
    <p>
      {linkify(text).map((piece) =>
        typeof piece === "string" ? piece : <Link href={piece.href}>{piece.text}</Link>,
      )}
    </p>
  );
}
