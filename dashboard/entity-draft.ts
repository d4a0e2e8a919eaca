import type { Kind } from "./api.ts";

/** What stands in the fields of the form. */
export interface Fields {
  readonly kind: Kind;
  readonly given: string;
  readonly surname: string;
  readonly maternal: string;
  readonly office: string;
  readonly since: string;
  readonly name: string;
  readonly nameEs: string;
  readonly aliases: string;
  readonly titles: string;
}

export const blank: Fields = {
  kind: "official",
  given: "",
  surname: "",
  maternal: "",
  office: "",
  since: "",
  name: "",
  nameEs: "",
  aliases: "",
  titles: "",
};

/** The entry that the fields describe, as `POST /entities` takes it; undefined while something is missing. */
export const draftOf = (fields: Fields): Readonly<Record<string, unknown>> | undefined => {
  const { kind, office } = fields;
  const [surname, maternal, since] = [fields.surname.trim(), fields.maternal.trim(), fields.since];
  const given = parts(fields.given, ",");
  if (kind === "official") {
    const [first] = given;
    if (first === undefined || surname === "" || (office !== "" && since === "")) return undefined;
    const name = [first, surname, maternal].filter((part) => part !== "").join(" ");
    return {
      kind,
      name: { en: name, es: name },
      person: { given, surname, ...(maternal !== "" && { maternal }) },
      ...(office !== "" && { office: { id: office, from: since } }),
    };
  }
  const [en, es] = [fields.name.trim(), fields.nameEs.trim()];
  const texts = parts(kind === "office" ? fields.titles : fields.aliases, "\n").map((text) => ({ text }));
  if (en === "" || texts.length === 0) return undefined;
  return { kind, name: { en, es: es === "" ? en : es }, [kind === "office" ? "titles" : "aliases"]: texts };
};

const parts = (text: string, divider: string): string[] =>
  text
    .split(divider)
    .map((part) => part.trim())
    .filter((part) => part !== "");
