/** Starts that must fail say why in a sentence; a start that works listens on loopback alone and ends in good order. */
import { networkInterfaces } from "node:os";
import { createServer } from "node:http";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { close, listen } from "../../local/loopback.ts";
import { newFolder, runCommand, runVigia, startVigia } from "./vigia-process.ts";

it("a port in use ends the start with one sentence", async () => {
  const server = createServer();
  const port = await listen(server);
  const { code, output } = await runVigia([], newFolder(), port);
  await close(server);
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is in use.`);
  expect(output).not.toContain("    at ");
});

it("an option that does not exist ends it, too", async () => {
  expect(await runVigia(["--nope"], newFolder(), 0)).toMatchObject({ code: 1, output: expect.stringMatching(/--nope[\s\S]*--no-sample/) });
});

it("without the sample it has its folder to itself, keeps to this machine, and ends in good order", async () => {
  const vigia = await startVigia(["--no-sample", "--offline"]);
  const second = await runVigia([], vigia.folder, 0);
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining("Another Vigía is running") });

  const port = Number(new URL(vigia.origin).port);
  expect(await Promise.all(outward.map((address) => connects(address, port)))).not.toContain(true);
  expect(await connects("127.0.0.1", port)).toBe(true);

  expect(await vigia.json("/inbox.json")).toEqual([]);
  expect((await vigia.ask("/sample/ledger.xml")).status).toBe(404);
  expect(await runCommand(["feeds", "--json"], { VIGIA_API: vigia.origin })).toMatchObject({
    code: 0,
    out: expect.not.stringContaining('"sample-'),
  });
  expect(await vigia.stop("SIGINT")).toBe(0);
  expect(vigia.output()).toContain("Stopped.");
  expect(await runCommand(["matches"], { VIGIA_API: vigia.origin })).toMatchObject({
    code: 1,
    err: expect.stringContaining("Nothing answers"),
  });
}, 60_000);

/** This machine's addresses that others can reach. */
const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address);

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const said = (connected: boolean) => () => {
      socket.destroy();
      resolve(connected);
    };
    socket.once("connect", said(true)).once("error", said(false)).once("timeout", said(false));
  });
