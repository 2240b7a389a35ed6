import type { Icon } from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import classes from "./SectionLayout.module.css";

/** A page of a section, as its menu shows it. */
export type SectionLink = { to: string; label: string; Icon: Icon; search?: { bot: string } };

export type SectionGroup = { title?: string; links: readonly SectionLink[] };

type Props = { label: string; groups: readonly SectionGroup[] };

/** A section of the desk: its menu on the left, the chosen page beside it. */
export function SectionLayout({ label, groups }: Props) {
  return (
    <div className={classes.layout}>
      <nav aria-label={label} className={classes.nav}>
        {groups.map((group) => (
          <div className={classes.group} key={group.links[0]?.to}>
            {group.title ? <h2 className={classes.title}>{group.title}</h2> : null}
            {group.links.map(({ to, label: name, Icon, search }) => (
              <Link className={classes.link} key={to} search={search ?? {}} to={to}>
                <Icon aria-hidden size={18} stroke={1.75} />
                {name}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <main className={classes.main} id="content">
        <Outlet />
      </main>
    </div>
  );
}
