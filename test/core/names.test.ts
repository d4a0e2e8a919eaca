import { describe, expect, it } from "vitest";
import { nameAliases } from "../../lambdas/core/names.ts";

const texts = (aliases: ReturnType<typeof nameAliases>, weak: boolean) =>
  aliases.filter((a) => (a.weak === true) === weak).map((a) => a.text);

describe("aliases made from a name", () => {
  it("English: given names, nicknames, middle names and initials", () => {
    const made = nameAliases({ given: ["Antony"], nicknames: ["Tony"], middle: ["John"], surname: "Blinken", distinctive: true });
    expect(texts(made, false)).toEqual([
      "Antony Blinken",
      "Antony John Blinken",
      "Antony J Blinken",
      "Tony Blinken",
      "Tony John Blinken",
      "Tony J Blinken",
      "Blinken",
    ]);
    expect(texts(made, true)).toEqual([]);
  });

  it("Spanish: the maternal surname may go, the paternal one alone is weak, a double given name too", () => {
    const made = nameAliases({ given: ["Rosa Icela"], surname: "Rodríguez", maternal: "Velázquez" });
    expect(texts(made, false)).toEqual(["Rosa Icela Rodríguez", "Rosa Icela Rodríguez Velázquez"]);
    expect(texts(made, true)).toEqual(["Rodríguez Velázquez", "Rodríguez", "Rosa Icela"]);
  });

  it("a full name that others bear is weak too, unless a middle name tells them apart", () => {
    const made = nameAliases({ given: ["Brian"], middle: ["A"], surname: "Nichols", shared: true });
    expect(texts(made, false)).toEqual(["Brian A Nichols"]);
    expect(texts(made, true)).toEqual(["Brian Nichols", "Nichols"]);
  });
});
