import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { countsQuery } from "@/features/inbox/api";

/** The window's title: how many conversations are unread, and what this is. */
export function useTitle(): void {
  const { t } = useTranslation();
  const { data } = useQuery(countsQuery({}));
  const unread = data?.unread ?? 0;
  const name = t("shell.appName");
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
  }, [unread, name]);
}
