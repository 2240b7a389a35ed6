import type { CurrentSession } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { InvitationPage } from "@/features/session/InvitationPage";
import { SetupPage } from "@/features/session/SetupPage";
import { SignInPage } from "@/features/session/SignInPage";
import { keys } from "@/lib/queryKeys";

/** Where the doors lead once somebody is in: nothing that was fetched for somebody else stays. */
function useEnter(back = "/") {
  const cache = useQueryClient();
  const router = useRouter();
  return (session: CurrentSession) => {
    cache.clear();
    cache.setQueryData(keys.session, session);
    router.history.replace(back.startsWith("/") && !back.startsWith("//") ? back : "/");
  };
}

export function SignInDoor() {
  const { back, ended } = useSearch({ from: "/sign-in" });
  const enter = useEnter(back);
  return <SignInPage ended={ended === true} onSignedIn={enter} />;
}

export function SetupDoor() {
  return <SetupPage onSignedIn={useEnter()} />;
}

export function InvitationDoor() {
  const enter = useEnter();
  const navigate = useNavigate();
  const token = window.location.hash.slice(1);
  if (!token) {
    void navigate({ to: "/" });
    return null;
  }
  return <InvitationPage onSignedIn={enter} token={token} />;
}
