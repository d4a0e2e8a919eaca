import { describe, expect, it } from "vitest";
import { freshSeconds, LONGEST_WAIT, retryAfterSeconds } from "../../lambdas/core/freshness.ts";

const now = Date.parse("2015-10-21T07:00:00Z");

describe("retryAfterSeconds", () => {
  it.each([
    ["120", 120],
    ["0", 0],
    [" 60 ", 60],
    ["120.1", 121],
    ["120.6", 121],
    ["-5", undefined],
    ["invalid", undefined],
    ["", undefined],
    [undefined, undefined],
    ["2015-10-21", undefined], // no HTTP date
    ["Wed, 21 Oct 2015 07:28:00 GMT", 1680],
    ["Wednesday, 21-Oct-15 07:28:00 GMT", 1680],
    ["Fri, 31 Dec 1999 23:59:59 GMT", 0],
    ["999999999", LONGEST_WAIT],
    ["Wed, 21 Oct 2099 07:28:00 GMT", LONGEST_WAIT],
  ])("%j is %s seconds (F13)", (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });
});

describe("freshSeconds", () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ "cache-control": "max-age=600" }, 600],
    [{ "cache-control": "no-cache, max-age=300" }, 300],
    [{ "cache-control": "public,max-age=3600" }, 3600],
    [{ "cache-control": 'max-age="600"' }, 600],
    [{ "cache-control": "MAX-AGE=600" }, 600],
    [{ "cache-control": "max-age = 600 , public" }, 600],
    [{ "cache-control": "max-age=invalid" }, undefined],
    [{ "cache-control": "max-age=-1" }, undefined],
    [{ "cache-control": "max-age=0" }, 0],
    [{ "cache-control": "s-maxage=60, max-age=600" }, 600],
    [{ "cache-control": "s-maxage=60" }, undefined],
    [{ "cache-control": "no-store" }, undefined],
    [{ "cache-control": "max-age=504911232" }, 504_911_232],
    [{ "cache-control": "max-age=3600", age: "600" }, 3000],
    [{ "cache-control": "max-age=3600", age: "7200" }, 0],
    [{ "cache-control": "max-age=3600", age: "old" }, 3600],
    [{ expires: "Wed, 21 Oct 2015 08:00:00 GMT", date: "Wed, 21 Oct 2015 07:00:00 GMT" }, 3600],
    [{ expires: "Wed, 21 Oct 2015 06:00:00 GMT", date: "Wed, 21 Oct 2015 07:00:00 GMT" }, 0],
    [{ expires: "Wed, 21 Oct 2015 08:00:00 GMT" }, undefined],
    [{ expires: "0", date: "Wed, 21 Oct 2015 07:00:00 GMT" }, undefined],
    [{ expires: "Wed, 21 Oct 2015 08:00:00 GMT", date: "Wed, 21 Oct 2015 07:00:00 GMT", "cache-control": "max-age=60" }, 60],
    [{}, undefined],
  ])("%j: %s (F9)", (headers, seconds) => {
    expect(freshSeconds(new Map(Object.entries(headers)))).toBe(seconds);
  });
});
