import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { fetchFeed, sendWebhook } from "../../lambdas/adapters/http.ts";
import { startServer } from "../fixtures/loopback-server.ts";

const options = { userAgent: "Vigia-test", loopback: true, clock: () => 0 };

/** A server that writes what it likes to whoever asks it something. */
const rawServer = async (answer: (socket: Socket) => void) => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined).once("data", () => answer(socket));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, [Symbol.asyncDispose]: async () => void server.close() };
};

const say =
  (status: string, headers: string, body = "") =>
  (socket: Socket): void =>
    void socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`);
const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** Writes `text` again and again for as long as anyone listens, after `head`. */
const flood =
  (head: string, text: string) =>
  (socket: Socket): void => {
    const chunk = text.repeat(Math.ceil(65_536 / text.length));
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.write(head);
    socket.on("drain", more);
    more();
  };

/** What each sender makes of a server, as one word. */
const senders = {
  feed: async (url: string) => {
    const result = await fetchFeed(options)(url, {});
    return "code" in result ? result.code : result.kind;
  },
  webhook: async (url: string) => {
    const result = await sendWebhook(options)(url, "{}", {});
    return "error" in result ? result.error : `${result.status} ${result.response}`;
  },
};

describe.each(["feed", "webhook"] as const)("the server of a %s", (purpose) => {
  it.each([
    ["interim answers without end", flood("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")],
    ["leave to continue without end", flood("", "HTTP/1.1 100 Continue\r\n\r\n")],
    ["headers without end", flood("HTTP/1.1 200 OK\r\n", `X-A: ${"y".repeat(1000)}\r\n`)],
    ["one header without end", flood("HTTP/1.1 200 OK\r\nX-A: ", "y".repeat(1000))],
    ["a status line without end", flood("HTTP/1.1 200 ", "OK ".repeat(100))],
    ["no HTTP", flood("", "\u0000\u0001\u0002")],
    ["a body of two lengths", say("200 OK", "Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")],
    ["a header with a line break of its own", say("200 OK", "X-A: b\rX-C: d")],
    ["another protocol", say("101 Switching Protocols", "Upgrade: h2c\r\nConnection: Upgrade")],
  ])("that answers with %s is left at once", async (_, answer) => {
    await using server = await rawServer(answer);
    const [before, started] = [process.memoryUsage().rss, performance.now()];
    expect(await senders[purpose](server.url)).toBe("connection");
    expect(performance.now() - started).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it("that announces its answer a few times is heard", async () => {
    await using server = await rawServer((socket) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(4));
      setTimeout(() => socket.end(ok), 20);
    });
    expect(await senders[purpose](server.url)).toBe(purpose === "feed" ? "body" : "200 ok");
  });

  it("that answers twice has answered once", async () => {
    await using server = await rawServer((socket) => socket.end(`${ok}HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\nevil`));
    expect(await senders[purpose](server.url)).toBe(purpose === "feed" ? "body" : "200 ok");
  });
});

it("a POST on a kept connection that breaks is not sent again: it may have been read", async () => {
  let asked = 0;
  await using server = await startServer((request, response) => {
    asked += 1;
    if (asked === 2) request.socket.destroy();
    else response.end("ok");
  });
  const post = sendWebhook(options);
  expect(await post(server.origin, "{}", {})).toMatchObject({ outcome: "sent" });
  expect(await post(server.origin, "{}", {})).toEqual({ outcome: "unknown", error: "connection" });
  expect(asked).toBe(2);
});
