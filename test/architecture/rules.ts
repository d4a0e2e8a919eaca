/**
 * Who may import what, and what each layer never does. A folder may always import itself. Arrows point down this list,
 * never up. `*` = any package or Node module.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: ["lambdas/adapters/env.ts", "lambdas/adapters/table.ts", "aws-cdk-lib", "constructs", "esbuild", "vite", "node:*"], // what is deployed
  local: ["lambdas", "lambdas/adapters", "lambdas/pipeline", "lambdas/core", "lambdas/data", "*"], // the same, on a laptop
  dashboard: ["*"], // a page; speaks HTTP only
  lambdas: ["lambdas/adapters", "lambdas/pipeline", "lambdas/core", "lambdas/data"], // one function per file
  "lambdas/adapters": ["lambdas/pipeline", "lambdas/core", "lambdas/data", "*"], // how the world is reached
  "lambdas/pipeline": ["lambdas/core"], // what each step does
  "lambdas/data": ["lambdas/core"], // what we know to begin with
  "lambdas/core": ["zod/mini", "node:crypto"], // what the news means
};

/** Folders whose TypeScript is under these rules. */
export const RULED_FOLDERS = ["lib", "local", "lambdas", "dashboard"] as const;

const WORLD =
  /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bperformance\.|\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bprocess\b|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\./;
/** The global `fetch`; a step may call a port of that name, which it takes out of its `deps`. */
const GLOBAL_FETCH = /^(?![\s\S]*\{[^{}]*\bfetch\b[^{}]*\}\s*[:=])[\s\S]*?(?<!\.)(\bfetch\()/;
/** Adapters have one clock, which tests can replace; a stopwatch (`performance`) tells no time. */
const CLOCK = /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)/;
const WAITING = /\basync\b|\bawait\b|\bPromise\b|\bqueueMicrotask\b/;
const ASKS_WHERE =
  /\bis_?(?:local|offline|dev|prod|production|test|lambda|cloud)\b|\bNODE_ENV\b|\bIS_OFFLINE\b|\bAWS_SAM_LOCAL\b|\bLOCALSTACK\w*|\bAWS_LAMBDA_FUNCTION_NAME\b|\bAWS_EXECUTION_ENV\b|\bVITEST\b/i;
const NAMELESS = /^(?:utils?|helpers?|commons?|shared|types?|index)\.(?:ts|tsx|mts)$/;

/** One file as the rules see it: its path from the project's root, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every rule that the file breaks, a sentence each. */
export function violations({ path, text }: Source): string[] {
  const code = withoutComments(text);
  const folder = folderOf(path);
  const inside = folder === "lambdas/core" || folder === "lambdas/pipeline" || folder === "lambdas/data" || folder === "lambdas";
  const lines = text.trimEnd().split("\n").length;
  const found = (rule: RegExp) => code.match(rule)?.[0];
  const touches = inside && (found(WORLD) ?? GLOBAL_FETCH.exec(code)?.[1]);
  const clocks = folder === "lambdas/adapters" && path !== "lambdas/adapters/clock.ts" && found(CLOCK);
  const waits = folder === "lambdas/core" && found(WAITING);
  const asks = path.startsWith("lambdas/") || folder === "lib" ? found(ASKS_WHERE) : undefined;
  return [
    ...importsOf(path, code)
      .filter((target) => !mayImport(folder, target))
      .map((target) => `${folder} may not import ${target}`),
    ...deepImports(code).map((target) => `imports climb at most one folder: ${target}`),
    ...(touches ? [`only adapters touch the clock, chance, environment, network or console: ${touches}`] : []),
    ...(clocks ? [`only adapters/clock.ts asks the clock: ${clocks}`] : []),
    ...(waits ? [`core is synchronous: ${waits}`] : []),
    ...(asks ? [`no code asks whether it runs locally: ${asks}`] : []),
    ...(folder === "lambdas" && lines > 25 ? [`a handler is wiring, at most 25 lines: ${lines}`] : []),
    ...(lines > 300 ? [`no file is longer than 300 lines: ${lines}`] : []),
    ...(NAMELESS.test(path.slice(path.lastIndexOf("/") + 1)) ? ["a file's name says what is in it"] : []),
  ];
}

function folderOf(path: string): string {
  const folder = Object.keys(MAY_IMPORT).findLast((name) => path.startsWith(`${name}/`));
  if (folder === undefined) throw new Error(`${path} lies in no folder that has a rule`);
  return folder;
}

function mayImport(folder: string, target: string): boolean {
  const isOurs = OURS.test(target);
  return [folder, ...(MAY_IMPORT[folder] ?? [])].some((allowed) => {
    if (allowed === "*") return !isOurs;
    if (allowed === "node:*") return target.startsWith("node:");
    if (target === allowed) return true;
    return isOurs ? target.includes("/") && folderOf(target) === allowed : target.startsWith(`${allowed}/`) && allowed !== "zod/mini";
  });
}

/** A target that names a file of the project (imports carry their ending, and packages have none of these roots). */
const OURS = /^(?:lib|local|lambdas|dashboard|test|bench)\//;

function importsOf(path: string, code: string): string[] {
  return specifiers(code).map((target) => (target.startsWith(".") ? resolve(path, target) : target));
}

function deepImports(code: string): string[] {
  return specifiers(code).filter((target) => target.startsWith("../../"));
}

function specifiers(code: string): string[] {
  return [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*(["'])([@\w./:-]+)\1/g)].map((match) => match[2] ?? "");
}

function resolve(path: string, target: string): string {
  return new URL(target, `file:///${path}`).pathname.slice(1);
}

/** Comments may name what code may not. A `//` inside a string follows a colon or a quote, never a space. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}
