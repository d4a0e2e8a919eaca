import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Failure, get } from "./api.ts";

/** What is known of an answer: the last one that came, and what went wrong since. */
export interface Loaded<Answer> {
  readonly answer?: Answer;
  readonly failure?: Failure;
  readonly loading: boolean;
  readonly at?: Date;
  readonly again: () => void;
}

/** How often a visible page asks anew, ms. An unchanged answer costs a 304. */
const REFRESH_MS = 60_000;

/** How soon it asks again where Vigía is starting, ms. */
const STARTING_MS = 5_000;

/** Asks the API for `path` and keeps the answer fresh: each minute, on coming back to the page, and on coming online. */
export const useAnswer = <Answer>(path: string): Loaded<Answer> => {
  const [known, setKnown] = useState<{ path: string; answer?: Answer; failure?: Failure; at?: Date; loading: boolean }>({
    path,
    loading: true,
  });
  const running = useRef<AbortController>(null);

  const again = useCallback(() => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setKnown((before) => (before.path === path ? { ...before, loading: true } : { path, loading: true }));
    get<Answer>(path, control.signal).then(
      (answer) => setKnown({ path, answer, at: new Date(), loading: false }),
      (error: unknown) => {
        if (control.signal.aborted) return;
        const failure = error instanceof Failure ? error : new Failure(-1, String(error));
        // What was read before stays: something old is better than nothing, and the page says that it is.
        setKnown((before) => ({ ...before, failure, loading: false }));
      },
    );
  }, [path]);

  useEffect(() => {
    again();
    const timer = setInterval(() => document.visibilityState === "visible" && again(), REFRESH_MS);
    addEventListener("online", again);
    return () => {
      running.current?.abort();
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [again]);

  useEffect(() => {
    if (known.failure?.status !== 503) return undefined;
    const timer = setTimeout(again, STARTING_MS);
    return () => clearTimeout(timer);
  }, [known.failure, again]);

  const { path: _, ...rest } = known.path === path ? known : { path, loading: true };
  return { ...rest, again };
};
