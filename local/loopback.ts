import { createServer, Server as TcpServer, type AddressInfo } from "node:net";
import type { Server } from "node:http";

/** Everything here listens on this address and no other. */
export const LOOPBACK = "127.0.0.1";

/** Starts listening on the loopback address; resolves to the port taken (any free one for 0), rejects if it cannot be had. */
export const listen = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Stops listening, drops idle connections and resolves when the last busy one is done. */
export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });

/**
 * Runs `start` while every server that asks for all interfaces gets the loopback address instead.
 * fauxqs listens on 0.0.0.0 and takes no other address; its store, which keeps messages between starts, is reachable
 * through that one entry only. Nothing else must start to listen meanwhile.
 */
export const onLoopback = async <T>(start: () => Promise<T>): Promise<T> => {
  const original = TcpServer.prototype.listen;
  const listenOnLoopback = function (this: TcpServer, ...args: unknown[]): TcpServer {
    const [options, ...rest] = args;
    const asked = typeof options === "object" && options !== null && "host" in options && options.host === "0.0.0.0";
    return Reflect.apply(original, this, asked ? [{ ...options, host: LOOPBACK }, ...rest] : args);
  };
  TcpServer.prototype.listen = listenOnLoopback as typeof original;
  try {
    return await start();
  } finally {
    TcpServer.prototype.listen = original;
  }
};

/** A port that was free a moment ago; for tests that must know it before they start. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
