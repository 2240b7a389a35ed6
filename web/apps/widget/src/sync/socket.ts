import type { Socket, SocketEvents } from "./ports";

export function connect(address: string, on: SocketEvents): Socket {
  const socket = new WebSocket(address);
  socket.onopen = () => on.opened();
  socket.onmessage = ({ data }) => on.said(String(data));
  socket.onclose = ({ code }) => on.closed(code);
  return {
    send: (text) => {
      // Between the last frame and the close event there is nobody to send to; the outbox knows.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
