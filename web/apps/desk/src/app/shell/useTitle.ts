import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { countsQuery } from "@/features/inbox/api";

/** The window's title and icon: how many conversations are unread, and what this is. */
export function useTitle(): void {
  const { t } = useTranslation();
  const { data } = useQuery(countsQuery({}));
  const unread = data?.unread ?? 0;
  const name = t("shell.appName");
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    const icon = document.querySelector<HTMLLinkElement>("link[rel='icon']");
    if (icon) {
      icon.href = unread > 0 ? "/favicon-unread.svg" : "/favicon.svg";
    }
  }, [unread, name]);
}
