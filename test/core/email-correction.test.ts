import { describe, expect, it } from "vitest";
import type { Alert } from "../../lambdas/core/alert.ts";
import { retractionOf } from "../../lambdas/core/alert.ts";
import { alertMail } from "../../lambdas/core/email.ts";
import type { Lang } from "../../lambdas/core/entity.ts";
import { aMatch, anAlert, aSubscription } from "../fixtures/alert.ts";

const links = {
  unsubscribe: "https://vigia.example/unsubscribe/sub-1/token",
  manage: "https://vigia.example/manage/sub-1/token",
  dashboard: "https://vigia.example/",
  entity: (id: string) => `https://vigia.example/?entity=${id}`,
};
const mail = (alert: Alert, lang: Lang) => alertMail(alert, [], aSubscription({ lang }), "reader@example.org", links);

describe("a correction", () => {
  const retraction = (change: Partial<Alert> = {}) => retractionOf(anAlert(change), aMatch(), "2026-11-25T09:00:00.000Z");
  it("says what was wrong, when it was told, and what follows", () => {
    const { subject, text, html, headers } = mail(retraction(), "en");
    expect(subject).toBe("Correction: “Brian Nichols opens a forum on cooperation” is not about Brian Nichols");
    expect(text).toContain("On 24 Nov 2026 we told you that this story is about Brian Nichols, as a reappearance. That was wrong");
    for (const part of [text, html]) {
      expect(part).toContain("It no longer counts");
      expect(part).toContain("https://ledger.example/nichols");
      expect(part).not.toContain("412");
      expect(part).not.toContain("Certain");
    }
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(headers["X-Entity-Ref-ID"]).not.toBe(anAlert().id);
  });
  it("says so in Spanish, and of a story that was no return", () => {
    const { subject, text } = mail(retraction({ trigger: "every", matches: [aMatch()] }), "es");
    expect(subject).toBe("Corrección: «Brian Nichols opens a forum on cooperation» no se refiere a Brian Nichols");
    expect(text).toContain("El 24 nov 2026 le avisamos que esta noticia se refería a Brian Nichols. Fue un error");
  });
  it("marks the sample", () => {
    expect(mail(retraction({ sample: true }), "es").subject).toMatch(/^\[Muestra\] Corrección/);
  });
});
