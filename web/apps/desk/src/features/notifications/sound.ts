const NOTES = [880, 1_175]; // hertz: two soft notes, the second a fourth higher
const NOTE = 0.12; // seconds
const QUIET_FOR = 3_000; // milliseconds between two sounds

let playedAt = 0;
let context: AudioContext | null = null;

/** Two soft notes; once for everything that comes within a moment. */
export function chime(now: number = Date.now()): void {
  if (now - playedAt < QUIET_FOR || typeof AudioContext === "undefined") {
    return;
  }
  playedAt = now;
  context ??= new AudioContext();
  for (const [index, frequency] of NOTES.entries()) {
    const at = context.currentTime + index * NOTE;
    const [note, volume] = [context.createOscillator(), context.createGain()];
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE * 2);
    note.connect(volume).connect(context.destination);
    note.start(at);
    note.stop(at + NOTE * 2);
  }
}
