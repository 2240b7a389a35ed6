import classes from "./Wordmark.module.css";

/** The product's mark: a speech bubble in which somebody is writing. */
export function Wordmark({ name, size = 28 }: { name: string; size?: 24 | 28 }) {
  return (
    <span className={classes.wordmark}>
      <svg aria-hidden className={classes.mark} height={size} viewBox="0 0 32 32" width={size}>
        <path d="M16 3C8.8 3 3 8 3 14.3c0 3.500 1.800 6.600 4.700 8.700L7 28.400c-.1.700.6 1.200 1.200.9l5.600-2.900c.7.100 1.500.2 2.200.2 7.200 0 13-5.100 13-11.400S23.200 3 16 3Z" />
        <circle cx="10.500" cy="14.500" r="2" />
        <circle cx="16" cy="14.500" r="2" />
        <circle cx="21.500" cy="14.500" r="2" />
      </svg>
      {name}
    </span>
  );
}
