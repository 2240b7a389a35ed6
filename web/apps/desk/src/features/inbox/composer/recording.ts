/** The longest spoken message, in seconds: the recording then ends by itself. */
export const LONGEST_RECORDING = 600;

// What browsers record, best first; all of them are sounds that the server knows.
const TYPES = [
  { type: "audio/webm;codecs=opus", ending: "webm" },
  { type: "audio/ogg;codecs=opus", ending: "ogg" },
  { type: "audio/mp4", ending: "m4a" },
] as const;

export function canRecord(): boolean {
  return (
    typeof MediaRecorder !== "undefined" &&
    typeof navigator.mediaDevices?.getUserMedia === "function"
  );
}

export type Recording = {
  /** Ends it; null when nothing was heard. */
  finish: () => Promise<File | null>;
  /** Ends it and forgets what was said. */
  cancel: () => void;
};

/** Asks for the microphone and records until told otherwise. Rejects when the browser or its owner says no. */
export async function record(name: string): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kind = TYPES.find(({ type }) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, kind ? { mimeType: kind.type } : {});
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => {
      for (const track of stream.getTracks()) {
        track.stop();
      }
      resolve();
    };
  });
  recorder.start();
  const stop = () => {
    if (recorder.state !== "inactive") {
      recorder.stop();
    }
    return stopped;
  };
  return {
    finish: async () => {
      await stop();
      const type = recorder.mimeType.split(";")[0] || "audio/webm";
      const whole = new Blob(pieces, { type });
      return whole.size > 0
        ? new File([whole], `${name}.${kind?.ending ?? "webm"}`, { type })
        : null;
    },
    cancel: () => void stop(),
  };
}
