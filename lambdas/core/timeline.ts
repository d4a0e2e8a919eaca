import { fromWall, zoneOffset } from "./dates.ts";
import type { Span } from "./heard.ts";

/** What a timeline may be cut into. */
export const buckets = ["hour", "day", "week", "month"] as const;
export type Bucket = (typeof buckets)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The buckets of a time zone that cover a time (epoch ms), in order; the first begins where its bucket does, the last ends with the
 * time. A day has 23 hours or 25 where clocks change, and a week begins on Monday (ISO 8601). An unknown zone is UTC.
 */
export const bucketsOf = ({ from, to }: Span, bucket: Bucket, tz: string): readonly Span[] => {
  const found: Span[] = [];
  for (let start = beginOf(from, bucket, tz); start < to;) {
    const next = nextOf(start, bucket, tz);
    found.push({ from: start, to: Math.min(next, to) });
    start = next;
  }
  return found;
};

const beginOf = (at: number, bucket: Bucket, tz: string): number => {
  if (bucket === "hour") return at - (at % HOUR);
  const wall = at + zoneOffset(at, tz);
  const midnight = wall - (wall % DAY);
  const day = new Date(midnight);
  if (bucket === "week") return fromWall(midnight - ((day.getUTCDay() + 6) % 7) * DAY, tz);
  return fromWall(bucket === "month" ? Date.UTC(day.getUTCFullYear(), day.getUTCMonth()) : midnight, tz);
};

const nextOf = (start: number, bucket: Bucket, tz: string): number => {
  if (bucket === "hour") return start + HOUR;
  const wall = start + zoneOffset(start, tz);
  const day = new Date(wall);
  if (bucket === "month") return fromWall(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1), tz);
  return fromWall(wall - (wall % DAY) + (bucket === "week" ? 7 : 1) * DAY, tz);
};
