import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

/** Leads to the sign-in page, and from there back to where somebody was. */
export function useSignedOut(): () => void {
  const router = useRouter();
  return useCallback(() => {
    const { pathname, href } = router.state.location;
    if (pathname !== "/sign-in") {
      void router.navigate({ to: "/sign-in", search: { back: href, ended: true } });
    }
  }, [router]);
}
