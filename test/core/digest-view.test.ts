import { expect, it } from "vitest";
import type { Alert } from "../../lambdas/core/alert.ts";
import { digestMail } from "../../lambdas/core/email.ts";
import { aMatch, anAlert, aSubscription } from "../fixtures/alert.ts";

const links = {
  unsubscribe: "https://vigia.example/unsubscribe/sub-1/token",
  manage: "https://vigia.example/manage/sub-1/token",
  dashboard: "https://vigia.example/",
  entity: (id: string) => `https://vigia.example/?entity=${id}`,
};
const at = (minute: number) => new Date(Date.parse("2026-11-24T14:00:00Z") + minute * 60_000).toISOString();
const story = (minute: number, title: string): Alert["story"] => ({ ...anAlert().story, title, at: at(minute) });

it("names as back only who is, above what is newer; lists of everybody something; and leads to where it is said to be wrong", () => {
  const { gap: _, ...match } = aMatch();
  const ada = { ...match, entity: "ada", name: { en: "Ada", es: "Ada" } };
  const alerts = [
    anAlert({ id: "back" }),
    anAlert({ id: "newer", trigger: "every", story: story(5, "A newer story"), matches: [match] }),
    ...Array.from({ length: 70 }, (_, n) =>
      anAlert({ id: `ada-${n}`, storyId: `s${n}`, trigger: "every", story: story(n, `Ada ${n}`), matches: [ada], told: ["ada"] }),
    ),
  ];
  const { subject, text } = digestMail("digest", alerts, aSubscription(), "reader@example.org", links);
  expect(subject).toBe("Back in the news: Brian Nichols");
  const order = ["Back after 412 days", "A newer story", "ADA", "Ada 69"].map((part) => text.indexOf(part));
  expect(order.every((place, n) => place > (order[n - 1] ?? 0))).toBe(true);
  expect(text).toMatch(/Is this somebody or something else\? https:\/\/vigia\.example\/manage\/sub-1\/token\?story=s69&entity=ada/);
  expect(text).toContain("22 more stories");
});
