import { expect, it } from "vitest";
import { operatorLog } from "../../lambdas/adapters/operator-log.ts";
import type { FeedNotice } from "../../lambdas/core/notice.ts";

const heard = async (notice: FeedNotice) => {
  const lines: unknown[] = [];
  const counts: unknown[] = [];
  const unused = () => expect.unreachable("the operator is warned");
  const log = { info: unused, error: unused, warn: (sentence: string, about?: object) => void lines.push([sentence, about]) };
  await operatorLog({ log, counters: { add: (count) => void counts.push(count), publish: unused } })(notice);
  return { lines, counts };
};

it("writes a line with the reason when a feed falls silent, and counts it", async () => {
  const notice = { feedId: "gaceta", outlet: "Gaceta", event: "silent", fault: "http-403", failures: 3 } as const;
  expect(await heard(notice)).toEqual({
    lines: [[expect.stringContaining("fallen silent"), { ...notice, reason: "The publisher refuses our requests (403)." }]],
    counts: [{ FeedsSilent: 1 }],
  });
});

it.each([
  ["back", "is back"],
  ["moved", "pin it"],
] as const)("writes a line when a feed is %s, and counts nothing", async (event, words) => {
  const notice = { feedId: "gaceta", outlet: "Gaceta", event, failures: 0 };
  expect(await heard(notice)).toEqual({ lines: [[expect.stringContaining(words), notice]], counts: [{ FeedsSilent: 0 }] });
});
