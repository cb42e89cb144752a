import { createConnection, createServer } from "node:net";

/**
 * Whether a server answers on a socket: it speaks first, and protocol version 10 in its first packet means that it takes logins
 * (the client/server protocol's initial handshake packet: three bytes length, one byte sequence, then the version).
 */
export function isReady(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    let received = Buffer.alloc(0);
    const finish = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(5_000, () => finish(false));
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (received.length >= 5) finish(received[4] === 10);
    });
  });
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
