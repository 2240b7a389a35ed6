import { IconPlayerStopFilled, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { countdown, fullTime } from "@/lib/time";
import classes from "./extras.module.css";
import { LONGEST_RECORDING, type Recording, record } from "./recording";

type Props = {
  onFile: (file: File) => void;
  onClose: () => void;
};

/** Records a spoken message: how long it is, stop, and away with it. */
export function Recorder({ onFile, onClose }: Props) {
  const { t } = useTranslation();
  const { time } = useReader();
  const [seconds, setSeconds] = useState(0);
  const [refused, setRefused] = useState(false);
  const recording = useRef<Recording | null>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const name = useRef(`${t("composer.media.spoken")} ${fullTime(new Date(), time)}`);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    let gone = false;
    let ticking: ReturnType<typeof setInterval> | undefined;
    record(name.current).then(
      (begun) => {
        if (gone) {
          begun.cancel();
          return;
        }
        recording.current = begun;
        ticking = setInterval(() => setSeconds((before) => before + 1), 1_000);
        stopButton.current?.focus();
      },
      () => setRefused(true),
    );
    return () => {
      gone = true;
      clearInterval(ticking);
      recording.current?.cancel();
      recording.current = null;
    };
  }, []);

  const finish = async () => {
    const file = await recording.current?.finish();
    recording.current = null;
    if (file) {
      onFile(file);
    }
    close.current();
  };
  const isOver = seconds >= LONGEST_RECORDING;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end comes once.
  useEffect(() => {
    if (isOver) {
      void finish();
    }
  }, [isOver]);

  return (
    <div className={classes.recorder} role="status">
      {refused ? (
        <span className={classes.complaint}>{t("composer.media.noMicrophone")}</span>
      ) : (
        <>
          <span aria-hidden className={classes.recordingDot} />
          <span>{t("composer.media.recording", { time: countdown(seconds * 1_000) })}</span>
          <button
            className={classes.textAction}
            onClick={() => void finish()}
            ref={stopButton}
            type="button"
          >
            <IconPlayerStopFilled aria-hidden size={16} />
            {t("composer.media.stop")}
          </button>
        </>
      )}
      <button
        aria-label={t("composer.media.discard")}
        className={classes.textAction}
        onClick={onClose}
        type="button"
      >
        <IconX aria-hidden size={16} />
      </button>
    </div>
  );
}
