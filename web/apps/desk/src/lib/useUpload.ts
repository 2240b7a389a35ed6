import type { AttachmentOut } from "@obrol/api";
import { useEffect, useRef, useState } from "react";

type Send = (
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<AttachmentOut>;

export type Uploading = { name: string; share: number };

/** Brings files one after another; leaving the page stops what is under way. */
export function useUpload(send: Send, onError: (error: unknown) => void) {
  const [uploading, setUploading] = useState<Uploading | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const upload = async (files: readonly File[], onDone: (attachment: AttachmentOut) => void) => {
    const stop = new AbortController();
    abort.current = stop;
    try {
      for (const file of files) {
        setUploading({ name: file.name, share: 0 });
        const progress = (share: number) => setUploading({ name: file.name, share });
        onDone(await send(file, file.name, progress, stop.signal));
      }
    } catch (error) {
      onError(error);
    } finally {
      setUploading(null);
    }
  };
  return { uploading, upload };
}
