import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ChannelPage } from "@/features/channels/ChannelPage";
import { ChannelsPage } from "@/features/channels/ChannelsPage";
import { NotificationSettings } from "@/features/notifications/NotificationSettings";
import { sessionQuery } from "@/features/session/api";
import { ProfilePage } from "@/features/session/ProfilePage";
import { WorkspacePage } from "@/features/settings/WorkspacePage";

export function ProfileSettings() {
  const { data } = useSuspenseQuery(sessionQuery);
  return (
    <ProfilePage key={data.agent.id} me={data.agent}>
      <NotificationSettings me={data.agent} />
    </ProfilePage>
  );
}

export function WorkspaceSettings() {
  const { data } = useSuspenseQuery(sessionQuery);
  return <WorkspacePage key={data.workspace.id} workspace={data.workspace} />;
}

export function ChannelsSettings() {
  const navigate = useNavigate();
  return (
    <ChannelsPage
      onAdded={(channelId) =>
        void navigate({ to: "/settings/channels/$channelId", params: { channelId } })
      }
    />
  );
}

export function ChannelSettings() {
  const navigate = useNavigate();
  const { channelId } = useParams({ from: "/signed-in/settings/channels/$channelId" });
  return (
    <ChannelPage channelId={channelId} onGone={() => void navigate({ to: "/settings/channels" })} />
  );
}
