/** One resource of a synthesised CloudFormation template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** What the runner reads of a template. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What the stand-ins called the resources they made: by logical id, the value of `Ref` and of each attribute. */
export interface Made {
  readonly ref: Map<string, string>;
  readonly attributes: Map<string, Readonly<Record<string, string>>>;
}

/** The stand-ins' region and account, in every name they make. fauxqs builds its ARNs from these and no others. */
export const REGION = "us-east-1";
export const ACCOUNT = "000000000000";

const pseudo: Readonly<Record<string, string>> = {
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Vigia",
};

/** The resources of any of these types, with their logical ids, in the order of the template. */
export const resourcesOf = (template: Template, ...types: readonly string[]): readonly (readonly [string, Resource])[] =>
  Object.entries(template.Resources).filter(([, resource]) => types.includes(resource.Type));

/**
 * Replaces `Ref`, `Fn::GetAtt`, `Fn::Join` and `Fn::Sub` by what the stand-ins made.
 * Throws if a value depends on a resource that has no stand-in, or on another function: better no start than a wrong value.
 */
export const resolve = (value: unknown, made: Made): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolve(each, made));
  if (typeof value !== "object" || value === null) return value;
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name === "Ref") return refOf(String(argument), made);
  if (name === "Fn::GetAtt") return attributeOf(argument, made);
  if (name === "Fn::Join") {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => String(resolve(part, made))).join(separator);
  }
  if (name === "Fn::Sub") return substitute(argument, made);
  if (name?.startsWith("Fn::")) throw new Error(`the template uses ${name}, which the runner does not know`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, made)]));
};

/** The logical id that a reference names (`Ref`, `Fn::GetAtt`, or either inside a join), among those given. */
export const referenced = (value: unknown, ids: Iterable<string>): string | undefined => {
  const text = JSON.stringify(value);
  return [...ids].find((id) => text.includes(`"${id}"`));
};

const refOf = (id: string, made: Made): string => {
  const known = pseudo[id] ?? made.ref.get(id);
  if (known === undefined) throw new Error(`the runner has no stand-in for ${id}`);
  return known;
};

const attributeOf = (argument: unknown, made: Made): string => {
  const [id, attribute] = Array.isArray(argument) ? (argument as [string, string]) : (String(argument).split(".", 2) as [string, string]);
  const known = made.attributes.get(id)?.[attribute];
  if (known === undefined) throw new Error(`the runner has no stand-in for ${id}.${attribute}`);
  return known;
};

const substitute = (argument: unknown, made: Made): string => {
  const [text, own] = Array.isArray(argument) ? (argument as [string, Record<string, unknown>]) : [String(argument), {}];
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name in own) return String(resolve(own[name], made));
    return name.includes(".") ? attributeOf(name, made) : refOf(name, made);
  });
};
