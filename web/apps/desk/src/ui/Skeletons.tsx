import { Skeleton } from "@mantine/core";
import classes from "./Skeletons.module.css";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

/** The shape of a list while it loads. */
export function ListSkeleton({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div aria-busy aria-label={label} className={classes.list} role="status">
      {ROWS.slice(0, rows).map((row, index) => (
        <div className={classes.row} key={row}>
          <Skeleton circle height={40} />
          <div className={classes.lines}>
            <Skeleton height={12} width={`${70 - ((index * 17) % 40)}%`} />
            <Skeleton height={12} width={`${90 - ((index * 23) % 50)}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** The shape of a page of text while it loads. */
export function TextSkeleton({ label }: { label: string }) {
  return (
    <div aria-busy aria-label={label} className={classes.text} role="status">
      <Skeleton height={20} width="30%" />
      <Skeleton height={12} width="80%" />
      <Skeleton height={12} width="65%" />
      <Skeleton height={12} width="72%" />
    </div>
  );
}

/** The shape of a conversation while it loads. */
export function BubblesSkeleton({ label }: { label: string }) {
  return (
    <div aria-busy aria-label={label} className={classes.bubbles} role="status">
      <Skeleton height={40} width="42%" />
      <Skeleton className={classes.ours} height={64} width="50%" />
      <Skeleton height={40} width="30%" />
      <Skeleton height={64} width="46%" />
      <Skeleton className={classes.ours} height={40} width="38%" />
    </div>
  );
}
