export type LiveSocket = { send: (text: string) => void; close: () => void };

export type SocketHearers = {
  open: () => void;
  message: (text: string) => void;
  close: (code: number) => void;
};

export type Connect = (hearers: SocketHearers) => LiveSocket;

/** The agents' socket of this server. */
export function openSocket(hearers: SocketHearers): LiveSocket {
  const address = new URL("/api/live", window.location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.onopen = hearers.open;
  socket.onmessage = ({ data }: MessageEvent<string>) => hearers.message(data);
  socket.onclose = ({ code }) => hearers.close(code);
  return socket;
}
