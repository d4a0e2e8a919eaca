import { parseArgs } from "node:util";
import { Lang } from "../../lambdas/core/entity.ts";
import type { Found } from "../../lambdas/core/match.ts";
import type { Matcher } from "../../lambdas/core/matcher.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import type { CommandIo } from "../command-io.ts";

const USAGE = `Usage: vigia match [--jsonl] [--explain] [--lang en|es] [--date YYYY-MM-DD] < text

Says which entities of the shipped watchlist a text names. Nothing below confidence 0.5 is told; from 0.7 it is a sighting.

  --jsonl    one document a line, {id,title,text,lang,date} → {id,matches:[{entity,kind,confidence,evidence,mentions}]}
  --explain  each mention with its sentence (with --jsonl: sentence, prominence, retrospective and countries too)
  --lang     of a plain text (default: guessed); --date: the day for which offices are resolved
`;

/**
 * `vigia match`: text on stdin → the entities it names, for people or as JSON lines. Exit code 0; 2 for a wrong option or,
 * with `--jsonl`, a line that is no document (told on stderr with its number; the other lines are still answered).
 */
export const matchCommand = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = optionsOf(args);
  if (options === undefined || options.help === true) {
    (options === undefined ? io.err : io.out).call(io, USAGE);
    return options === undefined ? 2 : 0;
  }
  const matcher = compileMatcher(watchlist);
  if (options.jsonl === true) return matchLines(matcher, io, options.explain === true);
  const chunks: string[] = [];
  for await (const line of linesOf(io.stdin)) chunks.push(line);
  const text = chunks.join("\n");
  const { found, retrospective, countries } = matcher.read({
    title: "",
    summary: text,
    lang: options.lang ?? guess(text),
    date: options.date ?? "",
  });
  for (const match of found) for (const line of describe(match, options.explain === true)) io.out(`${line}\n`);
  if (found.length === 0) io.out("Nothing of the watchlist is named.\n");
  if (options.explain === true) io.out(`countries: ${countries.join(" ") || "none"}${retrospective ? "; retrospective" : ""}\n`);
  return 0;
};

const matchLines = async (matcher: Matcher, io: CommandIo, explain: boolean): Promise<number> => {
  let code = 0;
  let number = 0;
  for await (const line of linesOf(io.stdin)) {
    number += 1;
    if (line.trim() === "") continue;
    const document = documentOf(line);
    if (document === undefined) {
      io.err(`line ${number}: not a document with a text\n`);
      code = 2;
      continue;
    }
    const { id, ...item } = document;
    const { found, retrospective, countries } = matcher.read(item);
    io.out(JSON.stringify({ id, matches: found.map((f) => matchOf(f, explain)), ...(explain ? { retrospective, countries } : {}) }) + "\n");
  }
  return code;
};

/** The document's `text` is what an item calls its summary. */
const matchOf = ({ entity, kind, confidence, evidence, mentions, prominence, sentence }: Found, explain: boolean) => ({
  entity,
  kind,
  confidence,
  evidence,
  mentions: mentions.map((m) => ({ ...m, field: m.field === "summary" ? "text" : m.field })),
  ...(explain ? { prominence, sentence: sentence.text } : {}),
});

const describe = ({ entity, kind, confidence, evidence, mentions, sentence }: Found, explain: boolean): string[] => {
  const sure = confidence >= 0.9 ? "certain" : confidence >= 0.7 ? "probable" : "possible";
  const surfaces = [...new Set(mentions.map((m) => m.surface.replace(/\s+/g, " ")))].join(", ");
  const head = `${confidence.toFixed(2)} ${sure.padEnd(8)} ${entity} (${kind}; ${evidence.join(", ")}): ${surfaces}`;
  return explain ? [head, `     ${sentence.text.replace(/\s+/g, " ")}`] : [head];
};

const documentOf = (line: string) => {
  const value = parsed(line);
  if (typeof value !== "object" || value === null) return undefined;
  const { id, title, text, lang, date } = value as Record<string, unknown>;
  if (typeof text !== "string") return undefined;
  const known = Lang.safeParse(lang);
  return { id, title: string(title), summary: text, lang: known.success ? known.data : guess(text), date: string(date) };
};

const string = (field: unknown): string => (typeof field === "string" ? field : "");

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Spanish if its function words are more than the English ones. */
const guess = (text: string): Lang => {
  const count = (words: RegExp) => text.match(words)?.length ?? 0;
  return count(/\b(?:el|la|los|las|del|que|una?|por|con|para)\b/gi) > count(/\b(?:the|of|and|to|in|for|with|is|was)\b/gi) ? "es" : "en";
};

const optionsOf = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        jsonl: { type: "boolean" },
        explain: { type: "boolean" },
        lang: { type: "string" },
        date: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.lang === undefined) return { ...values, lang: undefined };
    const lang = Lang.safeParse(values.lang);
    return lang.success ? { ...values, lang: lang.data } : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

/** Lines of a stream of bytes or text; a character may be split over two chunks. */
async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
