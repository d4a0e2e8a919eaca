import { describe, expect, it } from "vitest";
import { sendWebhook } from "../../lambdas/adapters/http.ts";
import { startServer } from "../fixtures/loopback-server.ts";

const options = { userAgent: "Vigia/0.1 (+https://vigia.example/about)", loopback: true, clock: () => Date.parse("2026-11-24T12:00:00Z") };
const post = sendWebhook(options);

describe("one webhook", () => {
  it("sends the signed bytes as they are", async () => {
    const body = JSON.stringify({ title: "López Obrador recibió a Blinken 🇲🇽" });
    const chunks: Buffer[] = [];
    await using server = await startServer((request, response) => {
      request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => response.writeHead(204).end());
    });
    expect(await post(`${server.origin}/hook?x=1`, body, { "webhook-id": "msg_1" })).toEqual({ outcome: "sent", status: 204 });
    expect(Buffer.concat(chunks).toString()).toBe(body);
    const [request] = server.requests;
    expect(request?.method).toBe("POST");
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": options.userAgent,
      "webhook-id": "msg_1",
    });
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("is over at once when the server changes the protocol, or goes without an answer", async () => {
    const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n";
    await using server = await startServer((request) => request.socket.end(upgrade));
    expect(await post(server.origin, "{}", {})).toEqual({ outcome: "failed", error: "connection" });
    expect(server.requests).toHaveLength(1);
    // Who hangs up may have taken it all the same.
    await using silent = await startServer((request) => void request.socket.destroy());
    expect(await post(silent.origin, "{}", {})).toEqual({ outcome: "unknown", error: "connection" });
  });

  // reliability-vectors.json, webhook.outcome
  it.each([
    [200, "sent"],
    [204, "sent"],
    [299, "sent"],
    [301, "failed"],
    [302, "failed"],
    [308, "failed"],
    [400, "failed"],
    [401, "failed"],
    [404, "failed"],
    [410, "gone"],
    [429, "failed"],
    [500, "failed"],
    [502, "failed"],
    [503, "failed"],
    [504, "failed"],
  ])("%d means %s; Location is never visited", async (status, outcome) => {
    await using server = await startServer((_, response) => response.writeHead(status, { Location: "/elsewhere" }).end());
    expect(await post(server.origin, "{}", {})).toMatchObject({ outcome, status });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["120", 120],
    ["120.1", 121],
    ["0", 0],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["Tue, 24 Nov 2026 12:01:30 GMT", 90],
    ["-5", undefined],
    ["invalid", undefined],
  ])("reads Retry-After: %s", async (value, seconds) => {
    await using server = await startServer((_, response) => response.writeHead(429, { "Retry-After": value }).end());
    const result = await post(server.origin, "{}", {});
    expect(result.outcome === "failed" && result.retryAfter).toBe(seconds);
  });

  it("keeps the first kilobyte of the answer, and reads no more than it must", async () => {
    let written = 0;
    await using server = await startServer((_, response) => {
      response.writeHead(500);
      response.write("bad\u0000\r\nthing ");
      const chunk = Buffer.alloc(10_000, "y");
      const more = () => {
        do written += chunk.length;
        while (response.write(chunk));
      };
      response.on("drain", more);
      more();
    });
    const result = await post(server.origin, "{}", {});
    expect(result.response).toMatch(/^bad thing y{100}/);
    expect(result.response?.length).toBeLessThanOrEqual(1024);
    expect(written).toBeLessThan(10_000_000);
  });

  it("judges a receiver that answers and then drips by what it answered, when the time is over", async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    });
    const started = performance.now();
    expect(await sendWebhook(options, { totalMs: 200 })(server.origin, "{}", {})).toMatchObject({ outcome: "sent", status: 200 });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it("names a receiver that says nothing, and one that is not there", async () => {
    let origin = "";
    {
      await using server = await startServer(() => undefined);
      ({ origin } = server);
      expect(await sendWebhook(options, { totalMs: 100 })(origin, "{}", {})).toEqual({ outcome: "unknown", error: "timeout" });
    }
    expect(await post(origin, "{}", {})).toEqual({ outcome: "failed", error: "connection" });
  });

  it.each(["http://example.com/hook", "https://example.com:8443/", "https://user:x@example.com/", "nonsense"])(
    "is not sent to %s",
    async (address) => {
      expect(await post(address, "{}", {})).toEqual({ outcome: "rejected", error: "address-not-allowed" });
    },
  );
});
