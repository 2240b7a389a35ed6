let audio: AudioContext | undefined;

/** Browsers allow sound only after the visitor has done something in the frame. */
export function allowSound(): void {
  for (const event of ["pointerdown", "keydown"])
    addEventListener(event, () => {
      audio ??= new AudioContext();
    });
}

/** Two soft notes. */
export function ring(): void {
  if (audio?.state !== "running") return;
  for (const [frequency, after] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const begin = audio.currentTime + after;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.1, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.3);
  }
}
