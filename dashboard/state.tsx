import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link } from "./address.tsx";
import type { Loaded } from "./answer.ts";
import { signIn } from "./api.ts";
import { Failure } from "./api.ts";
import { useSettings } from "./settings.tsx";
import type { Words } from "./words.ts";

/** Shows an answer, or why there is none yet: loading, a key is needed, unreachable, failed. An old answer stays visible. */
export const Shown = <Answer,>({ loaded, children }: { loaded: Loaded<Answer>; children: (answer: Answer) => ComponentChildren }) => {
  const { words } = useSettings();
  const { answer, failure, again } = loaded;
  if (failure?.status === 401 || failure?.status === 403) return <SignIn onDone={again} />;
  return (
    <>
      {failure !== undefined && <Fault failure={failure} again={again} />}
      {answer !== undefined ? children(answer) : failure === undefined && <Waiting label={words.loading} />}
    </>
  );
};

const Waiting = ({ label }: { label: string }) => (
  <div class="waiting" role="status">
    <span class="unseen">{label}</span>
    <div class="bone" />
    <div class="bone" />
    <div class="bone" />
  </div>
);

/** What a failure comes to in the reader's language, by its status. */
const sentences: Readonly<Record<number, (words: Words) => string>> = {
  0: ({ unreachable }) => unreachable,
  404: ({ notFound }) => notFound,
  503: ({ starting }) => starting,
};

const Fault = ({ failure, again }: { failure: Failure; again: () => void }) => {
  const { words } = useSettings();
  return (
    <div class="notice fault" role="alert">
      <p>
        {sentences[failure.status]?.(words) ?? `${words.failed} ${failure.message}`}
        {failure.requestId !== "" && ` (${words.requestId} ${failure.requestId})`}
      </p>
      <button type="button" onClick={again}>
        {words.retry}
      </button>
    </div>
  );
};

/** A sentence where a list would be. */
export const Empty = ({ text }: { text: string }) => <p class="empty">{text}</p>;

/** The answer to an address that is no page. */
export const Nowhere = () => {
  const { words } = useSettings();
  return (
    <>
      <h1>{words.notFound}</h1>
      <p>
        <Link href="/">{words.home}</Link>
      </p>
    </>
  );
};

/** Says that the browser is offline, while it is. */
export const Offline = () => {
  const { words } = useSettings();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return <div role="status">{!online && <p class="notice">{words.offline}</p>}</div>;
};

/** Why something that was sent was refused, if it was: a key is asked for, and `again` sends it once more; or the API's own sentence. */
export const Refused = ({ failure, again }: { failure: Failure | undefined; again: () => void }) => {
  if (failure === undefined) return null;
  if (failure.status === 401 || failure.status === 403) return <SignIn onDone={again} />;
  return (
    <p class="notice fault" role="alert">
      {failure.message}
    </p>
  );
};

/** Takes a key in exchange for a session, then goes on. */
export const SignIn = ({ onDone }: { onDone: () => void }) => {
  const { words, setSignedIn } = useSettings();
  // Whoever is asked for a key has no session, or no longer.
  useEffect(() => setSignedIn(false), [setSignedIn]);
  const [key, setKey] = useState("");
  const [fault, setFault] = useState("");
  const submit = async () => {
    try {
      await signIn(key);
      setFault("");
      setSignedIn(true);
      onDone();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      setFault(error.message === "" ? words.unreachable : error.message);
    }
  };
  return (
    <form
      class="panel sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{words.signInTitle}</h2>
      <p>{words.signInText}</p>
      <label>
        {words.key}
        <input
          type="password"
          required
          autocomplete="off"
          value={key}
          onInput={(event) => setKey(event.currentTarget.value)}
          placeholder="vigia_…"
        />
      </label>
      {fault !== "" && (
        <p class="notice fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit">{words.signIn}</button>
    </form>
  );
};
