import { prefixOf } from "./feed-words.ts";

/** Most prefixes that are known at one place, and most elements with declarations of their own that stand in one another. */
const MAX_DECLARED = 64;

/** An element that declares namespaces, while it is open; `nested` counts those of the same name inside it. */
interface Scope {
  readonly raw: string;
  readonly declared: ReadonlyMap<string, string>;
  nested: number;
}

/**
 * What prefixes mean where a reader stands: a declaration holds inside its own element only (Namespaces in XML 1.0, section 6.1).
 * Declarations of the root hold everywhere. An element that is not closed ends with the next item at the latest, by `leave`.
 */
export class Namespaces {
  /** Our prefix by the document's, of the whole document; a namespace nobody knows changes nothing. */
  readonly root = new Map<string, string>();
  readonly #scopes: Scope[] = [];

  /** Is a declaration in force that is not the root's? */
  get isInner(): boolean {
    return this.#scopes.length > 0;
  }

  /** What holds here. */
  get here(): ReadonlyMap<string, string> {
    return this.#scopes.at(-1)?.declared ?? this.root;
  }

  /** What holds for the whole document, from now on. */
  declare(attributes: ReadonlyMap<string, string>): void {
    for (const [prefix, known] of declarations(attributes) ?? []) if (this.root.size < MAX_DECLARED) this.root.set(prefix, known);
  }

  /** What holds for an element with these attributes, its own name included, by what holds around it. */
  of(attributes: ReadonlyMap<string, string>, around = this.here): ReadonlyMap<string, string> {
    const own = attributes.size === 0 ? undefined : declarations(attributes);
    if (own === undefined) return around;
    const declared = new Map(around);
    for (const [prefix, known] of own) if (declared.size < MAX_DECLARED) declared.set(prefix, known);
    return declared;
  }

  /** An element begins in which `declared` holds. */
  enter(raw: string, declared: ReadonlyMap<string, string>): void {
    if (declared !== this.here && this.#scopes.length < MAX_DECLARED) this.#scopes.push({ raw, declared, nested: 0 });
    else if (this.isInner) {
      const same = this.#scopes.findLast((scope) => scope.raw === raw);
      if (same !== undefined) same.nested++;
    }
  }

  /** The end of an element: of the innermost of its name, and of those that were left open in it. */
  exit(raw: string): void {
    if (!this.isInner) return;
    const index = this.#scopes.findLastIndex((scope) => scope.raw === raw);
    const scope = this.#scopes[index];
    if (scope === undefined) return;
    if (scope.nested > 0) scope.nested--;
    else this.#scopes.length = index;
  }

  /** All elements have ended but the root. */
  leave(): void {
    this.#scopes.length = 0;
  }
}

/** The known namespaces that an element declares, as pairs of its prefix and ours; undefined where it declares none, as nearly all. */
const declarations = (attributes: ReadonlyMap<string, string>): (readonly [string, string])[] | undefined => {
  let found: (readonly [string, string])[] | undefined;
  for (const [name, uri] of attributes) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    const known = uri === "" ? "" : prefixOf(uri);
    if (known !== undefined && known !== "xhtml") (found ??= []).push([name.slice(6), known]);
  }
  return found;
};
