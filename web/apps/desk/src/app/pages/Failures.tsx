import { Button } from "@mantine/core";
import { IconCompass, IconMoodSad } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Blank } from "@/ui/Blank";

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main>
      <h1 className="visually-hidden">{t("shell.state.notFoundTitle")}</h1>
      <Blank
        action={
          <Button component={Link} to="/" variant="default">
            {t("shell.state.toOverview")}
          </Button>
        }
        icon={<IconCompass size={40} stroke={1.25} />}
        title={t("shell.state.notFoundTitle")}
      >
        {t("shell.state.notFoundText")}
      </Blank>
    </main>
  );
}

/** A mistake of ours: said plainly, with the way on. */
export function CrashedPage() {
  const { t } = useTranslation();
  return (
    <Blank
      action={
        <Button onClick={() => window.location.reload()} variant="default">
          {t("shell.state.reload")}
        </Button>
      }
      icon={<IconMoodSad size={40} stroke={1.25} />}
      role="alert"
      title={t("shell.state.crashedTitle")}
    >
      {t("shell.state.crashedText")}
    </Blank>
  );
}
